using System.Text.Json;
using OkRun.Async.Views;

namespace OkRun.Async.Page;

/// <summary>What all readers of a page follow. It is made once, whatever their number, and only while there are any.</summary>
internal sealed class Feed(ShownGroups groups, bool details, TimeProvider clock)
{
    private const int Large = 500;

    /// <summary>Many changes at once are sent as one.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The same for many actors; and how often a group is looked at for what nothing announces, such as the end of a hook, or a new report of an actor that makes reports.</summary>
    private static readonly TimeSpan _longPause = TimeSpan.FromSeconds(1);

    private readonly object _lock = new(); // no observer needs it
    private Task[] _changes = [];
    private Edition _edition = new(0, [], [], 0);
    private int _readers;
    private bool _isFollowed;

    /// <summary>The latest edition.</summary>
    public Edition Latest
    {
        get
        {
            lock (_lock)
            {
                return _edition;
            }
        }
    }

    /// <summary>What there is now, for one more reader, who calls <see cref="Leave"/> in the end.</summary>
    public Edition Join()
    {
        lock (_lock)
        {
            _readers++;
            if (!_isFollowed)
            {
                PublishNoLock();
                _isFollowed = true;
                _ = FollowAsync();
            }

            return _edition;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _readers--;
        }
    }

    /// <summary>What there is now, for a reader who cannot wait for the next edition.</summary>
    public Edition Last()
    {
        lock (_lock)
        {
            if (Array.Exists(_changes, change => change.IsCompleted))
            {
                PublishNoLock();
            }

            return _edition;
        }
    }

    private async Task FollowAsync()
    {
        while (true)
        {
            await ChangeAsync().ConfigureAwait(false);
            lock (_lock)
            {
                if (_readers == 0)
                {
                    _isFollowed = false;
                    return;
                }

                try
                {
                    PublishNoLock();
                }
#pragma warning disable CA1031 // the readers throw it, and the next one tries again
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    _isFollowed = false;
                    _edition.Fail(exception);
                    return;
                }
            }
        }
    }

    private async Task ChangeAsync()
    {
        Task[] changes;
        Edition edition;
        lock (_lock)
        {
            (changes, edition) = (_changes, _edition);
        }

        using (var quiet = new CancellationTokenSource())
        {
            var look = Task.Delay(edition.IsWaiting ? _longPause : Timeout.InfiniteTimeSpan, clock, quiet.Token);
            await Task.WhenAny([.. changes, look]).ConfigureAwait(false);
            await quiet.CancelAsync().ConfigureAwait(false);
        }

        await Task.Delay(edition.Groups.Sum(group => group.Actors.Count) > Large ? _longPause : _pause, clock).ConfigureAwait(false);
    }

    private void PublishNoLock()
    {
        _changes = [.. groups.Changed]; // before the view, or a change between the two is lost
        var (before, at, now) = (_edition, clock.GetTimestamp(), groups.View(details).Groups);
        GroupView[] changed = [.. now.Select((group, i) => Delta.Between(before.Groups.ElementAtOrDefault(i), group)).OfType<GroupView>()];
        if (changed.Length > 0)
        {
            _edition = new(before.Version + 1, now, changed, at);
            before.Follow();
        }
    }
}

/// <summary>What is known at a moment, and what of it is news.</summary>
internal sealed class Edition(long version, IReadOnlyList<GroupView> groups, IReadOnlyList<GroupView> news, long at)
{
    private readonly TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<byte[]> _whole = new(() => JsonSerializer.SerializeToUtf8Bytes(groups, ViewJson.Default.IReadOnlyListGroupView));
    private readonly Lazy<byte[]> _news = new(() => JsonSerializer.SerializeToUtf8Bytes(news, ViewJson.Default.IReadOnlyListGroupView));

    public long Version => version;

    public IReadOnlyList<GroupView> Groups => groups;

    public bool IsStopping => groups.Any(group => group.State == GroupState.Stopping);

    /// <summary>Whether it is looked at again without an announced change.</summary>
    public bool IsWaiting => groups.Any(static group => group.WaitingFor.Count > 0 || group.State == GroupState.Stopping || group.Actors.Any(static actor => actor.BlocksThread || actor.Detail is not null || actor.Degraded is not null));

    /// <summary>Ends when there is another one.</summary>
    public Task Next => _next.Task;

    public long At => at;

    /// <summary>The groups as JSON, for a reader who knows that version; -1 for one who knows nothing.</summary>
    public byte[] For(long known) => known == version ? "[]"u8.ToArray() : known >= 0 && known == version - 1 ? _news.Value : _whole.Value;

    public void Follow() => _next.SetResult();

    public void Fail(Exception exception) => _next.SetException(exception);
}
