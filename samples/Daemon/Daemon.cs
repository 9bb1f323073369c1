using OkRun.Async;

namespace OrderDesk;

/// <summary>The picture: a state machine, a web server, cron jobs and a signal listener, run as one and stopped in order.</summary>
public static class Daemon
{
    /// <summary>Runs until a signal comes or an actor fails.</summary>
    /// <returns>The exit code: 0 after a signal, 1 after a failure.</returns>
    public static async Task<int> RunAsync(DaemonOptions options, TimeProvider time, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(options);
        ActorGroupRun? run = null;
        var machine = new OrderMachine(options.Data, time, errors);
        var server = new WebServer(options.Urls, machine, () => run?.Actors ?? [], output);
        var jobs = CronJobs.Of(machine, time, output);

        Actor orders = new("orders", machine.RunAsync);
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(errors), StopTimeout = TimeSpan.FromSeconds(20) })
        {
            orders,
            new Actor("web", server.RunAsync) { After = [orders] },
            new Actor("cron", jobs.RunAsync) { After = [orders] },
            Actor.Signals(),
        };

        try
        {
            run = group.Start();
            await run.Completion;
            return 0;
        }
#pragma warning disable CA1031 // the observer has said who failed and why: what is left to say is the exit code, and a crash dump would hide both
        catch (Exception)
#pragma warning restore CA1031
        {
            return 1;
        }
    }
}
