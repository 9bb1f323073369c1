using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>
/// Which background services of a host have failed, in time: those that threw, and those that were cancelled though the host did not tell them to stop. And which of its groups of actors stopped by a failure.
/// </summary>
/// <remarks>
/// A service that is cancelled stops its host from a continuation of its task, and our continuation runs after that one. So a service that is over when the host begins to stop, and was not judged yet, has failed.
/// A service that is judged later, even within the callbacks of the host's token, was told to stop. Two services that are both over by then cannot be told apart if a callback before ours has ended one of them on another thread.
/// </remarks>
internal sealed class ServiceFailures(CancellationToken stopping)
{
    private const string OfTheHost = "One or more hosted services failed to "; // nothing else tells it from what a single service throws
    private readonly TaskCompletionSource _hostStops = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _failed = [];
    private readonly HashSet<Task> _judged = []; // and the lock

    /// <summary>The services that are watched. Their tasks exist when the host has started.</summary>
    public BackgroundService[] Services { private get; set; } = [];

    /// <summary>The groups that are watched too.</summary>
    public HostedActorGroup[] Groups { private get; set; } = [];

    /// <summary>The runs of groups that are over and have failed, with all that failed in them: a host stops with no more than the first exception of each.</summary>
    public IEnumerable<Task> FailedRuns => Groups.Select(static group => group.Run?.Completion).OfType<Task>().Where(static run => run.IsFaulted);

    /// <summary>What the host's start or stop has failed with, one by one: it throws several as one of its own. What failed in a run of a group stays together.</summary>
    public Task UnfoldedAsync(Task task) => task.Exception?.InnerException is AggregateException several && several.Message.StartsWith(OfTheHost, StringComparison.Ordinal)
        ? Task.WhenAll(several.InnerExceptions.Select(each => FailedRuns.FirstOrDefault(run => run.Exception!.InnerException == each) ?? Task.FromException(each)))
        : task;

    /// <summary>Ends when the host begins to stop, and what it stops for has been noted.</summary>
    public Task HostStops => _hostStops.Task;

    /// <summary>The tasks of those that have failed until now.</summary>
    public Task[] Failed
    {
        get
        {
            lock (_judged)
            {
                return [.. _failed];
            }
        }
    }

    /// <summary>The types of the services that are not over.</summary>
    public string[] Running => [.. Services.Where(static service => service.ExecuteTask is { IsCompleted: false }).Select(static service => service.GetType().Name)];

    /// <summary>Begins to look, when the host has started, or given that up.</summary>
    public void Watch()
    {
        JudgeAll(wereTold: false);
        foreach (var task in Tasks())
        {
            _ = task.ContinueWith(
                ended => Judge(ended, wasTold: stopping.IsCancellationRequested), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        stopping.UnsafeRegister(
            _ =>
            {
                JudgeAll(wereTold: false);
                _hostStops.TrySetResult();
            },
            null);
    }

    /// <summary>Judges the services that are over when the host has stopped: the stop can come before the continuations of their tasks, the host's own and ours.</summary>
    public void JudgeRest() => JudgeAll(wereTold: true);

    private IEnumerable<Task> Tasks() => [.. Services.Select(static service => service.ExecuteTask).OfType<Task>(), .. Groups.Select(static group => group.Stopping)];

    private void JudgeAll(bool wereTold)
    {
        foreach (var ended in Tasks().Where(static task => task.IsCompleted))
        {
            Judge(ended, wereTold);
        }
    }

    private void Judge(Task ended, bool wasTold)
    {
        lock (_judged)
        {
            if (_judged.Add(ended) && (ended.IsFaulted || (ended.IsCanceled && !wasTold && new TaskCanceledException(ended).CancellationToken != stopping)))
            {
                _failed.Add(ended);
            }
        }
    }
}
