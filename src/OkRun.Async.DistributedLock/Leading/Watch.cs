using System.Diagnostics.CodeAnalysis;
using Medallion.Threading;

namespace OkRun.Async;

/// <summary>Watches whether a lock is still held and its term still confirmed: law 5. What is lost first is the reason.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing the sources would break code of the user that still holds a token; without timers they need no disposal.")]
internal sealed class Watch
{
    private readonly LeaderOptions _options;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _isLost = new();
    private readonly CancellationTokenSource _isOver = new();
    private readonly CancellationTokenRegistration _registration;

    public Watch(IDistributedSynchronizationHandle handle, LeaderOptions options)
    {
        _options = options;
        var lost = handle.HandleLostToken;
        SeesTheLock = lost.CanBeCanceled;
        _registration = lost.UnsafeRegister(static watch => ((Watch)watch!).Lose("the lock was lost"), this);
    }

    /// <summary>Whether the lock itself can tell that it is lost.</summary>
    public bool SeesTheLock { get; }

    /// <summary>Ends, with the reason, when the term is lost. Never otherwise.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Cancelled when the term is lost.</summary>
    public CancellationToken Token => _isLost.Token;

    /// <summary>Asks from now on whether the term is the newest one.</summary>
    /// <param name="term">The term.</param>
    /// <param name="confirmedAt">When it was certainly not older than another: before its number was asked for.</param>
    public void BeginToConfirm(LeaderTerm term, long confirmedAt)
    {
        if (_options.ConfirmTerm is { } confirm)
        {
            _ = ConfirmAsync(confirm, term, confirmedAt);
        }
    }

    /// <summary>The term is over: nothing is lost any more.</summary>
    public void End()
    {
        _registration.Dispose();
        _isOver.CancelAndForget();
    }

    private void Lose(string reason)
    {
        if (_lost.TrySetResult(reason))
        {
            _isLost.CancelAndForget();
        }
    }

    private async Task ConfirmAsync(Func<LeaderTerm, CancellationToken, ValueTask<bool>> confirm, LeaderTerm term, long confirmedAt)
    {
        var (clock, within) = (_options.TimeProvider, _options.ConfirmWithin);
        var pause = TimeSpan.FromTicks(within.Ticks / 3);
        while (true)
        {
            var left = within - clock.GetElapsedTime(confirmedAt, clock.GetTimestamp());
            await clock.PassAsync(left < pause ? left : pause, _isOver.Token).ConfigureAwait(false);
            left = within - clock.GetElapsedTime(confirmedAt, clock.GetTimestamp());
            if (_isOver.IsCancellationRequested)
            {
                return;
            }

            var askedAt = clock.GetTimestamp();
#pragma warning disable CA2000 // the user's code may hold its token, and without a timer there is nothing to dispose
            var tooLate = new CancellationTokenSource();
#pragma warning restore CA2000
            var answer = left <= TimeSpan.Zero ? null : AskAsync(confirm, term, tooLate.Token);
            var isInTime = answer is not null && await answer.EndsWithinAsync(clock, left).ConfigureAwait(false);
            tooLate.CancelAndForget();
            if (_isOver.IsCancellationRequested)
            {
                return;
            }

            // A process that was stopped meanwhile finds both, an answer and that it is too old.
            if (!isInTime || clock.GetElapsedTime(confirmedAt, clock.GetTimestamp()) >= within)
            {
                Lose($"it was not confirmed within {within}");
                return;
            }

            switch (await answer!.ConfigureAwait(false))
            {
                case true:
                    confirmedAt = askedAt;
                    break;
                case false:
                    Lose("there is a newer term");
                    return;
            }
        }
    }

    /// <summary>The answer; null where an exception came instead of one.</summary>
    private static async Task<bool?> AskAsync(Func<LeaderTerm, CancellationToken, ValueTask<bool>> confirm, LeaderTerm term, CancellationToken cancellationToken)
    {
        await Task.Yield(); // the user's code may block: the time it has is counted by the caller
        try
        {
            return await confirm(term, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a store that is away: the term is not confirmed
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
