using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>One run that is the whole of a program: its signals, its report, its exit code.</summary>
/// <remarks>It waits and reports on a thread of its own: the pool may be blocked, for good by actors that were abandoned.</remarks>
internal sealed class MainRun(ErrorLines errors, Func<Exception, int>? exitCode)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _limitOfText = TimeSpan.FromSeconds(1);
    private static MainRun? _last; // a signal has stopped it: the next one still ends the process

    private readonly object _lock = new();
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MainSignals? _signals;
    private ActorGroupRun? _run;
    private string? _signal;

    /// <summary>Starts the run on the caller's stack, and says when it has ended.</summary>
    public Task<int> StartAsync(Func<ActorGroupRun> start, Action ended)
    {
        Interlocked.Exchange(ref _last, null)?.Leave();
        _signals = MainSignals.Listen(this, _reported.Task);
        LastWords.Add(SayWhoRuns);

        var run = start();
        lock (_lock)
        {
            _run = run;
        }

        if (_signal is not null)
        {
            run.StopFor(_signal); // the signal came before there was a run
        }

        var returned = new TaskCompletionSource<int>(TaskCreationOptions.None); // what awaits it, the rest of the program, needs no thread of the pool: it goes on on this one
        if (!Threads.TryStart(_ => returned.SetResult(End(run, ended)), null, nameof(ActorGroup.RunMainAsync)))
        {
            _ = run.Completion.ContinueWith(_ => returned.SetResult(End(run, ended)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return returned.Task;
    }

    /// <summary>The first signal.</summary>
    public void Stop(string signal)
    {
        ActorGroupRun? run;
        lock (_lock)
        {
            (_signal, run) = (signal, _run);
        }

        errors.WriteLine($"{signal}: the group stops; the next signal ends the process"); // whatever observes the run hears of a stop only
        run?.StopFor(signal);
    }

    /// <summary>Writes what is known of the run, which goes on.</summary>
    public void Show() => errors.WriteLine(Bounded.Text(() => _run?.ToString(), _limit) ?? "The run cannot be shown.");

    private int End(ActorGroupRun run, Action ended)
    {
        ((IAsyncResult)run.Completion).AsyncWaitHandle.WaitOne();
        ended();
        var code = run.Completion.Exception is { } failures ? Report(failures.InnerExceptions, run) : _signals?.CodeOfNormalEnd ?? 0;
        errors.Drain(_limit);
        if (_signal is null)
        {
            Leave();
        }
        else
        {
            Interlocked.Exchange(ref _last, this)?.Leave();
        }

        _reported.TrySetResult();
        return code;
    }

    private int Report(ReadOnlyCollection<Exception> failures, ActorGroupRun run)
    {
        var failed = new ConditionalWeakTable<Exception, Actor>(); // by reference
        foreach (var status in run.Actors)
        {
            if (status.Exception is { } exception)
            {
                failed.GetValue(exception, _ => status.Actor);
            }
        }

        foreach (var failure in failures)
        {
            var who = failed.TryGetValue(failure, out var actor) ? $"{Shown.Quoted(actor.Name)} failed: " : "";
            errors.WriteLine(() => who + Text(failure));
        }

        try
        {
            return exitCode?.Invoke(failures[0]) ?? 1;
        }
#pragma warning disable CA1031 // there is an exit code in any case
        catch (Exception exception)
#pragma warning restore CA1031
        {
            errors.WriteLine(() => "No exit code could be made of it: " + Text(exception));
            return 1;
        }
    }

    /// <summary>All that it says. Frames and inner exceptions are written as they come. What else follows the first line is indented further than any line of the report, so that it cannot be taken for one.</summary>
    private static string Text(Exception exception) => Bounded.Text(exception.ToString, _limitOfText) is { } text
        ? string.Join(Environment.NewLine, Shown.Lines(text).Select(static (line, i) => i == 0 ? line.TrimStart() : IsOfAStack(line.TrimStart()) ? line : "      " + line.TrimStart()))
        : $"{exception.GetType()}, whose text cannot be read";

    private static bool IsOfAStack(string line) => line.StartsWith("at ", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal);

    private void SayWhoRuns(string signal)
    {
        errors.WriteLine(() => $"{signal} again: the process ends; {WhoRuns()}");
        errors.Drain(_limit);
    }

    private string WhoRuns()
    {
        var waiting = _run is { } run ? Waiting.ForStop(run.Actors, location: run.LocationOf) : "";
        return waiting.Length == 0 ? "no actor runs any more" : $"still running: {waiting}";
    }

    private void Leave()
    {
        LastWords.Remove(SayWhoRuns);
        _signals?.Dispose();
    }
}
