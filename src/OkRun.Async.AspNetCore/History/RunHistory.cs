using OkRun.Async.Views;

namespace OkRun.Async.History;

/// <summary>Keeps the runs of a group as files: each has a mark from its start on, and is written whole at its end. The run waits for that, but not for long.</summary>
internal sealed class RunHistory
{
    /// <summary>What changes together is written together.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>How often a mark says that its process is alive.</summary>
    private static readonly TimeSpan _pulse = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly RunFiles _files;
    private readonly Background _background;
    private readonly TimeProvider _clock;
    private readonly ActorGroupTimeline _timeline;
    private readonly object _pausing = new();
    private bool _isOver;
    private readonly EventHandler _exits;
    private FileStream? _mark; // of the thread in the background, as is the number
    private int _number;
    private ITimer? _timer;
    private int _isNoted;
    private volatile Kept _kept = new([], []);
    private long _listedAt;

    public RunHistory(string folder, ActorGroupTimeline timeline, TimeProvider clock, Action<Exception> failed)
    {
        (_timeline, _clock) = (timeline, clock);
        _files = new(folder, timeline.Name);
        _background = new(failed);
        _exits = (_, _) => End(view => view with { State = GroupState.Lost, ExitCode = Environment.ExitCode });
        _background.Do(List, _patience);
    }

    /// <summary>The runs that are over, the latest first.</summary>
    public IReadOnlyList<RunView> Runs(bool details)
    {
        if (_clock.GetElapsedTime(Interlocked.Read(ref _listedAt)) > TimeSpan.FromSeconds(5))
        {
            Interlocked.Exchange(ref _listedAt, _clock.GetTimestamp());
            _ = _background.PostAsync(List); // another process may have the same folder
        }

        return details ? _kept.Detailed : _kept.Bare;
    }

    /// <summary>A run that is over; null if there is none of that number, or its file does not come.</summary>
    public async Task<GroupView?> FindAsync(int number, bool details)
    {
        GroupView? run = null;
        await Task.WhenAny(_background.PostAsync(() => run = _files.Read(number)), Task.Delay(_patience, _clock)).ConfigureAwait(false);
        return details ? run : run?.WithoutMessages();
    }

    public void Begin()
    {
        SetOver(false);
        AppDomain.CurrentDomain.ProcessExit += _exits;
        _ = _background.PostAsync(() =>
        {
            (_number, _mark) = _files.Begin();
            RunFiles.Note(_mark, _timeline.View(details: true));
        });
        try
        {
            _timer = _clock.CreateTimer(_ => Note(), null, _pulse, _pulse);
        }
        catch (NotSupportedException)
        {
            // A clock without timers: the mark tells of changes only.
        }
    }

    /// <summary>Something has changed.</summary>
    public void Note()
    {
        if (Interlocked.Exchange(ref _isNoted, 1) == 0)
        {
            _ = _background.PostAsync(() =>
            {
                var isOver = PauseUnlessOver();
                Volatile.Write(ref _isNoted, 0);
                if (_mark is not null && !isOver)
                {
                    RunFiles.Note(_mark, _timeline.View(details: true));
                }
            });
        }
    }

    public void End() => End(view => view);

    private void End(Func<GroupView, GroupView> outcome)
    {
        SetOver(true);
        _timer?.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= _exits;
        var view = outcome(_timeline.View(details: true) with { Earlier = null });
        _background.Do(
            () =>
            {
                if (_mark is { } mark)
                {
                    _mark = null;
                    _files.End(mark, _number, view);
                }

                List();
            },
            _patience);
    }

    private bool PauseUnlessOver()
    {
        lock (_pausing)
        {
            if (!_isOver)
            {
                Monitor.Wait(_pausing, _pause);
            }

            return _isOver;
        }
    }

    private void SetOver(bool isOver)
    {
        lock (_pausing)
        {
            _isOver = isOver;
            Monitor.PulseAll(_pausing);
        }
    }

    private void List()
    {
        Interlocked.Exchange(ref _listedAt, _clock.GetTimestamp());
        var runs = _files.List();
        if (!runs.SequenceEqual(_kept.Detailed))
        {
            _kept = new(runs, [.. runs.Select(run => run with { Exception = run.Exception?.WithoutMessage() })]);
            _timeline.HistoryChanged();
        }
    }

    private sealed record Kept(IReadOnlyList<RunView> Detailed, IReadOnlyList<RunView> Bare);
}
