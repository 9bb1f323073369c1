using Medallion.Threading;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>A lock service in memory: locks by name, a queue of those that wait, and what a test does to it.</summary>
internal sealed class FakeService(Recorder recorder) : IDistributedLockProvider, IDistributedReaderWriterLockProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeHandle> _held = [];
    private readonly List<Waiter> _waiting = [];

    /// <summary>What requests throw; null while the service answers.</summary>
    public Exception? Away { get; set; }

    /// <summary>Whether the handles' tokens can be cancelled, and whether a lost handle throws when it is disposed.</summary>
    public bool SeesLosses { get; init; } = true;

    public int Requests { get; private set; }

    public int ReadersRefused { get; private set; }

    public IReadOnlyList<FakeHandle> Held
    {
        get
        {
            lock (_lock)
            {
                return [.. _held];
            }
        }
    }

    public IDistributedLock CreateLock(string name) => new FakeLock(this, name);

    public IDistributedReaderWriterLock CreateReaderWriterLock(string name) => new FakeReaderWriterLock(this, name);

    public bool IsHeld(string name) => Held.Any(each => each.Name == name);

    /// <summary>The lock is gone, as when its connection breaks: its holder hears of it, and the next one gets it.</summary>
    public void Lose(string name)
    {
        FakeHandle handle;
        lock (_lock)
        {
            handle = _held.Single(each => each.Name == name);
        }

        Let(handle, "lost");
        handle.Lose();
    }

    /// <summary>Those that wait get an exception, as when their connections break.</summary>
    public void BreakWaits(Exception exception)
    {
        Waiter[] waiting;
        lock (_lock)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var each in waiting)
        {
            each.Granted.TrySetException(exception);
        }
    }

    internal ValueTask<IDistributedSynchronizationHandle?> TryAcquire(string name, bool isReader)
    {
        lock (_lock)
        {
            Requests++;
            if (Away is { } away)
            {
                throw away;
            }

            if (!IsFreeNoLock(name, isReader))
            {
                ReadersRefused += isReader ? 1 : 0;
                return new((IDistributedSynchronizationHandle?)null);
            }

            return new(GrantNoLock(name, isReader));
        }
    }

    internal async ValueTask<IDistributedSynchronizationHandle> AcquireAsync(string name, CancellationToken cancellationToken)
    {
        Waiter waiter = new(name, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            Requests++;
            if (Away is { } away)
            {
                throw away;
            }

            if (IsFreeNoLock(name, isReader: false))
            {
                return GrantNoLock(name, isReader: false);
            }

            _waiting.Add(waiter);
        }

        recorder.Write($"queued {name}");
        await using var registration = cancellationToken.Register(() =>
        {
            lock (_lock)
            {
                if (_waiting.Remove(waiter))
                {
                    waiter.Granted.TrySetCanceled(cancellationToken);
                }
            }
        });
        return await waiter.Granted.Task;
    }

    internal void Let(FakeHandle handle, string how)
    {
        Waiter? next = null;
        FakeHandle? granted = null;
        lock (_lock)
        {
            if (!_held.Remove(handle))
            {
                return;
            }

            recorder.Write($"{how} {handle.Name}");
            next = _waiting.Find(each => each.Name == handle.Name);
            if (next is not null)
            {
                _waiting.Remove(next);
                granted = GrantNoLock(handle.Name, isReader: false);
            }
        }

        next?.Granted.TrySetResult(granted!);
    }

    private bool IsFreeNoLock(string name, bool isReader) => !_held.Exists(each => each.Name == name && !(isReader && each.IsReader));

    private FakeHandle GrantNoLock(string name, bool isReader)
    {
        FakeHandle handle = new(this, name, isReader);
        _held.Add(handle);
        recorder.Write($"acquired {name}");
        return handle;
    }

    private sealed record Waiter(string Name, TaskCompletionSource<IDistributedSynchronizationHandle> Granted);
}

/// <summary>A lock that is held. When it is lost, disposing it throws, as some backends do.</summary>
internal sealed class FakeHandle(FakeService service, string name, bool isReader) : IDistributedSynchronizationHandle
{
#pragma warning disable CA2213 // its token is read after the handle has been disposed
    private readonly CancellationTokenSource _lost = new();
#pragma warning restore CA2213
    private bool _isLost;

    public string Name => name;

    public bool IsReader => isReader;

    public CancellationToken HandleLostToken => service.SeesLosses ? _lost.Token : CancellationToken.None;

    public void Lose()
    {
        _isLost = true;
        _lost.Cancel();
    }

    public void Dispose() => throw new NotSupportedException("It blocks.");

    public ValueTask DisposeAsync()
    {
        service.Let(this, "released");
        return _isLost ? throw new InvalidOperationException("The handle was lost.") : default;
    }
}

internal sealed class FakeLock(FakeService service, string name) : IDistributedLock
{
    public string Name => name;

    public ValueTask<IDistributedSynchronizationHandle?> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Assert.Equal(TimeSpan.Zero, timeout);
        return service.TryAcquire(name, isReader: false);
    }

    public ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => service.AcquireAsync(name, cancellationToken);

    public IDistributedSynchronizationHandle? TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw new NotSupportedException("It blocks.");

    public IDistributedSynchronizationHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("It blocks.");
}

internal sealed class FakeReaderWriterLock(FakeService service, string name) : IDistributedReaderWriterLock
{
    public string Name => name;

    public ValueTask<IDistributedSynchronizationHandle?> TryAcquireReadLockAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => service.TryAcquire(name, isReader: true);

    public ValueTask<IDistributedSynchronizationHandle?> TryAcquireWriteLockAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => service.TryAcquire(name, isReader: false);

    public ValueTask<IDistributedSynchronizationHandle> AcquireReadLockAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("It waits.");

    public ValueTask<IDistributedSynchronizationHandle> AcquireWriteLockAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("It waits.");

    public IDistributedSynchronizationHandle? TryAcquireReadLock(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw new NotSupportedException("It blocks.");

    public IDistributedSynchronizationHandle? TryAcquireWriteLock(TimeSpan timeout = default, CancellationToken cancellationToken = default) => throw new NotSupportedException("It blocks.");

    public IDistributedSynchronizationHandle AcquireReadLock(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("It blocks.");

    public IDistributedSynchronizationHandle AcquireWriteLock(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("It blocks.");
}
