using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN010.</summary>
public class ActorsThatWaitForTheirRun
{
    public static TheoryData<string> Flagged => Cases.Of("""
        ActorGroupRun? run = null;
        var group = new ActorGroup { { "a", async ct => { await [|run!.Completion|]; } } };
        run = group.Start();
        ---
        ActorGroupRun? run = null;
        var group = new ActorGroup();
        group.Add("a", ct => [|run!.Completion|]);
        run = group.Start(CancellationToken.None);
        await run.Completion;
        ---
        ActorGroupRun? run = null;
        var group = new ActorGroup();
        group.Add("a", ct => Task.Delay(-1, ct), async _ => { if (run is not null) { await [|run.DisposeAsync()|]; } });
        run = group.Start();
        ---
        ActorGroupRun? run = null;
        var group = new ActorGroup { new Actor("a", ct => Task.Delay(-1, ct)) { Interrupt = (_, deadline) => [|run!.Completion|].WaitAsync(deadline) } };
        run = group.Start();
        ---
        var group = new ActorGroup();
        ActorGroupRun run = null!;
        group.Add("a", WatchAsync);
        run = group.Start();

        async Task WatchAsync(CancellationToken ct) { await [|run.Completion|]; }
        ---
        var group = new ActorGroup();
        ActorGroupRun? run = null;
        Actor watcher = new("a", async ct => { await (run?[|.Completion|] ?? Task.CompletedTask); });
        group.Add(watcher);
        run = group.Start();
        ---
        async Task MainAsync(CancellationToken ct)
        {
            ActorGroupRun run = null!;
            var group = new ActorGroup { { "a", _ => WaitAsync() } };
            run = group.Start(ct);

            async Task WaitAsync() { await [|run.Completion|].ConfigureAwait(false); }
        }
        ---
        ActorGroupRun? run = null;
        Actor watcher = new("a", async ct => { await [|run!.DisposeAsync()|]; });
        ActorGroup group = new() { Actor.Signals(), watcher };
        run = group.Start();
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        var inner = new ActorGroup { Actor.Signals() };
        var run = inner.Start();
        var outer = new ActorGroup { _ => run.Completion };
        await outer.RunAsync();
        ---
        ActorGroupRun? run = null;
        var group = new ActorGroup { { "a", async ct => { await run!.Ready; Console.WriteLine(run.Actors.Count); run.Stop(); } } };
        run = group.Start();
        ---
        ActorGroupRun? run = null;
        var group = new ActorGroup { { "a", async ct => { if (run!.Completion.IsCompleted) { return; } _ = run.Completion.ContinueWith(_ => { }, ct); await Task.Delay(-1, ct); } } };
        run = group.Start();
        ---
        var first = new ActorGroup { Actor.Signals() };
        var second = new ActorGroup();
        var run = first.Start();
        second.Add("a", _ => run.Completion);
        run = second.Start();
        ---
        public class Service
        {
            private ActorGroupRun? _run;

            public void Start()
            {
                var group = new ActorGroup { { "a", async ct => await _run!.Completion } };
                _run = group.Start();
            }
        }
        ---
        var group = new ActorGroup { Actor.Signals() };
        await using var run = group.Start();
        await run.Completion;
        ---
        void Add(ActorGroup group, ActorGroupRun run) => group.Add("a", ct => run.Completion);
        ---
        ActorGroupRun? run = null;
        Actor watcher = new("a", async ct => { await run!.Completion; });
        var other = new ActorGroup { watcher };
        var group = new ActorGroup { Actor.Signals() };
        run = group.Start();
        ---
        ActorGroupRun? run = null;
        var group = new ActorGroup { { "a", async ct => { _ = Task.Run(async () => { await run!.Completion; Console.WriteLine("over"); }, ct); await Task.Delay(-1, ct); } } };
        run = group.Start();
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<WaitsForItsRun>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_waits_for_another_is_not(string source) => Verify.ReportsAsync<WaitsForItsRun>(source);
}
