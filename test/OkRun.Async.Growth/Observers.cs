using Microsoft.Extensions.Logging;

namespace OkRun.Async.Growth;

/// <summary>Observers, told as a run tells them.</summary>
internal static class Observers
{
    /// <summary>All actors are told to stop before the first has ended, and they end in reverse order.</summary>
    public static double LogAll(int count)
    {
        Actor[] actors = [.. Enumerable.Range(1, count).Select(static number => new Actor($"actor {number}", static token => Task.Delay(Timeout.InfiniteTimeSpan, token)))];
        var logger = new ActorGroupLogger(new Information(), "crowd");
        var from = Environment.CpuUsage.TotalTime;
        Array.ForEach(actors, logger.OnStarted);
        Array.ForEach(actors, logger.OnReady);
        logger.OnStopping(null, null);
        Array.ForEach(actors, actor => logger.OnInterrupting(actor, null));
        foreach (var actor in actors.Reverse())
        {
            logger.OnEnded(actor, actor.Name.EndsWith('7') ? new IOException("the disk is full") : null, TimeSpan.FromSeconds(1));
        }

        logger.OnStopped(TimeSpan.FromSeconds(1));
        return (Environment.CpuUsage.TotalTime - from).TotalMilliseconds;
    }

    public static double KeepAlive(int count)
    {
        var alive = new ActorGroupTelemetry[count];
        var from = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
        {
            alive[i] = new("one of many");
        }

        var elapsed = (Environment.CpuUsage.TotalTime - from).TotalMilliseconds;
        GC.KeepAlive(alive);
        return elapsed;
    }

    /// <summary>A log at information that formats its lines, and drops them.</summary>
    private sealed class Information : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                GC.KeepAlive(formatter(state, exception));
            }
        }
    }
}
