using OkRun.Async;

namespace OkRun_Daemon;

public static class Daemon
{
    /// <summary>All actors of the daemon. A test gives another place to save to, and another clock.</summary>
    public static ActorGroup Create(Func<string, Task> save, TimeProvider clock, string[] args)
    {
        var entries = new Store(save);
        var job = new Cron(entries, clock);

        Actor store = new("store", entries.RunAsync);
        Actor cron = new("cron", job.RunAsync) { After = [store] };

#if (web)
        var timeline = new ActorGroupTimeline("OkRun-Daemon");
        var observer = ActorGroupObserver.WriteTo(Console.Error).And(timeline);
        var web = Web.Create(timeline, args).AsActor("web") with { After = [store] };

        return new ActorGroup(new() { Observer = observer, StopTimeout = TimeSpan.FromSeconds(20) }) { store, cron, web };
#else
        var observer = ActorGroupObserver.WriteTo(Console.Error);

        return new ActorGroup(new() { Observer = observer, StopTimeout = TimeSpan.FromSeconds(20) }) { store, cron };
#endif
    }
}
