// A program for tests that need a process of their own: its arguments say how its one worker behaves, and where a host is.
using OkRun.Async;
using OkRun.Async.TestHost;

var worker = Worker.That(args[0]);
switch (args.ElementAtOrDefault(1))
{
    case "in a host":
        await Hosts.GroupInHostAsync(worker); // what a failure makes of the exit code is the host's affair
        return 0;
    case "in a host that gives a second":
        await Hosts.GroupInHostAsync(worker, TimeSpan.FromSeconds(1));
        return 0;
    case "in a host that starts slowly":
        return await Hosts.GroupInSlowHostAsync(worker);
    case "under load in a host":
        await Hosts.LoadInHostAsync();
        return 0;
    case "without stopping its host":
        await Hosts.GroupInHostNobodyStopsAsync(worker, TimeProvider.System);
        return Environment.ExitCode;
    case "without stopping its host, in a hurry":
        await Hosts.GroupInHostNobodyStopsAsync(worker, new Hurry());
        return Environment.ExitCode;
    case "beside a host":
        return await Worker.RunAsync(Hosts.HostInGroup(worker, Actor.Until(CancellationToken.None)));
    case "beside a host and signals":
        return await Worker.RunAsync(Hosts.HostInGroup(worker, Actor.Signals()));
    case "that listens to its host":
        await Politeness.ListeningToTheHostAsync();
        return 0;
    case "beside migrations":
        await Politeness.MigratingAsync(worker);
        return 0;
    case "twice under one name":
        await Politeness.NamingTwoAlikeAsync(worker);
        return 0;
    case "of a service manager":
        await Politeness.ReportingAsync(worker);
        return 0;
    case "one of 10000 in a host":
        await Hosts.CrowdInHostAsync(10_000);
        return 0;
    case "with a queue":
        return await Worker.RunAsync(Politeness.DrainingAQueue());
    case "beside a web server with a limit":
        return await Worker.RunAsync(Web.WithALimit(worker));
    case "beside a web server that is drained":
        return await Worker.RunAsync(Web.ThatIsDrained(TimeSpan.FromSeconds(1)));
    case "in a web server that is drained":
        await Web.WithAGroupThatIsDrainedAsync(worker, TimeSpan.FromSeconds(1));
        return 0;
    case "after signals, as does a host":
        return await Worker.RunAsync(Hosts.HostBefore(worker, Actor.Signals(), isListenedToFirst: true));
    case "after a host, as do signals":
        return await Worker.RunAsync(Hosts.HostBefore(worker, Actor.Signals(), isListenedToFirst: false));
    case "as main":
        return await new ActorGroup { worker }.RunMainAsync(exception => exception is InvalidOperationException ? 75 : 1);
    case "as main, with a limit":
        return await new ActorGroup(new() { StopTimeout = TimeSpan.FromSeconds(0.5) }) { worker }.RunMainAsync();
    case "as main, with signals":
        return await new ActorGroup { worker, Actor.Signals() }.RunMainAsync();
    case "as main, after a host":
        return await Hosts.HostBefore(worker).RunMainAsync();
    case "as main, in silence":
        using (var silence = new Silence())
        {
            return await new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(Console.Out) }) { worker }.RunMainAsync(errors: silence);
        }

    case "as main, and lingers":
        var code = await new ActorGroup { worker }.RunMainAsync();
        await Console.Error.WriteLineAsync($"lingers with {code}");
        await Task.Delay(Timeout.InfiniteTimeSpan);
        return code;
    case "as main, twice":
        await new ActorGroup { worker }.RunMainAsync();
        return await new ActorGroup { worker with { Name = "another" } }.RunMainAsync();
    default:
        return await Worker.RunAsync(new(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) }) { Actor.Signals(), worker });
}
