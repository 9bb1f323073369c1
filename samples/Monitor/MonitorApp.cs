namespace Monitoring;

/// <summary>The picture: what Prometheus composes with gates and an order of interrupts, composed with <c>After</c>.</summary>
public static class MonitorApp
{
    /// <summary>Runs until a signal comes or an actor fails. Returns the exit code: 0 after a signal, 1 after a failure.</summary>
    public static async Task<int> RunAsync(MonitorOptions options, TextWriter errors)
    {
        var timeline = new ActorGroupTimeline("monitor"); // knows the states of the actors, for /metrics
        var store = new Store(options.Storage);
        var file = new ConfigFile(options.Config, errors);
        var finder = new TargetFinder(file.Jobs, errors);
        var scraper = new Scraper(finder.Targets, store);
        await using var site = WebSite.Build(options.Urls, store, file, scraper, timeline);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, file.Take); // from here on: an early one must not kill

        Actor storage = new("storage", store.RunAsync) { Interrupt = (_, _) => store.CloseAsync() };
        Actor config = new("config", _ => file.LoadAsync()) { OneShot = true };
        Actor reload = new("reload", file.ReloadAsync) { After = [config] };
        Actor discovery = new("discovery", finder.RunAsync) { After = [config] };
        Actor scrape = new("scrape", scraper.RunAsync) { After = [storage, config, discovery] };
        Actor retention = new("retention", token => store.ForgetAsync(options.Retention, token)) { After = [storage] };
        var web = site.AsActor("web") with { After = [storage, config, scrape] };

        return await new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(errors).And(timeline), StopTimeout = TimeSpan.FromSeconds(10) })
        { storage, config, reload, discovery, scrape, retention, web, Actor.Signals() }.RunMainAsync(errors: errors);
    }
}
