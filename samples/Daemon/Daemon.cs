using OkRun.Async;

namespace OrderDesk;

/// <summary>The picture: a state machine, a web server, cron jobs and a signal listener, run as one and stopped in order.</summary>
public static class Daemon
{
    private const string Name = "order desk";

    /// <summary>Runs until a signal comes or an actor fails.</summary>
    /// <returns>The exit code: 0 after a signal, 1 after a failure, of which the whole exception is written.</returns>
    public static async Task<int> RunAsync(DaemonOptions options, TimeProvider time, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var telemetry = Telemetry.Export(); // over last of all, so that the end is told too
        var timeline = new ActorGroupTimeline(Name); // for the page and the health check
        var observer = ActorGroupObserver.WriteTo(errors).And(new ActorGroupTelemetry(Name)).And(timeline);
        var machine = new OrderMachine(options.Data, time, errors);
        var server = new WebServer(options.Urls, machine, timeline, output);
        var jobs = CronJobs.Of(machine, time, output);

        Actor orders = new("orders", machine.RunAsync);
        var group = new ActorGroup(new() { Observer = observer, StopTimeout = TimeSpan.FromSeconds(20) })
        {
            orders,
            new Actor("web", server.RunAsync) { After = [orders] },
            new Actor("cron", jobs.RunAsync) { After = [orders] },
        };

        return await group.RunMainAsync(errors: errors); // until a signal comes or an actor fails
    }
}
