using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace OkRun.Async;

// A process that exits while the group runs.
public sealed partial class ActorGroupLogger
{
    private const int MostWaits = 4; // of a process with many groups the last ones have not much to add
    private static readonly TimeSpan _timeToWrite = TimeSpan.FromMilliseconds(50);
    private static int _waits;

    private void WatchExit() => AppDomain.CurrentDomain.ProcessExit += OnProcessExit;

    private void ForgetExit() => AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;

    [SuppressMessage("Design", "CA1031", Justification = "A logger that was disposed already must not change how the process ends.")]
    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (_run?.Actors is not { } actors)
        {
            return; // it ends just now
        }

        string[] running;
        lock (_lock)
        {
            running = [.. actors.Where(each => _executing.Contains(each.Actor)).Select(static each => $"'{each.Actor.Name}'")];
        }

        try
        {
            Log.ProcessExits(_logger, _group, Environment.ExitCode, running.Length > 0 ? string.Join(", ", running) : "hooks or token callbacks");
        }
        catch
        {
            return;
        }

        if (_logger.IsEnabled(LogLevel.Critical) && Interlocked.Increment(ref _waits) <= MostWaits)
        {
#pragma warning disable RS0030 // nothing says when a logger has written; that of the console does it on a thread of its own, which ends with the process
            Thread.Sleep(_timeToWrite);
#pragma warning restore RS0030
        }
    }
}
