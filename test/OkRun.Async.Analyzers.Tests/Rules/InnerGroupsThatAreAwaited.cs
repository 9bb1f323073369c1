using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN012.</summary>
public class InnerGroupsThatAreAwaited
{
    public static TheoryData<string> Flagged => Cases.Of("""
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", [|async ct => await inner.RunAsync(ct)|]);
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add([|async ct => { await inner.RunAsync(ct); }|]);
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", [|async ct => await inner.RunAsync(ct).ConfigureAwait(false)|], _ => { });
        ---
        ActorGroup Make(ActorGroup inner) => new() { { "a", [|async ct => await inner.RunAsync(ct)|] }, new Actor("b", [|async token => { await inner.RunAsync(token); }|]) { OneShot = true } };
        ---
        Actor Make() => new("a", [|async ct => await new ActorGroup { Actor.Signals() }.RunAsync(ct)|]);
        ---
        var inner = new ActorGroup();
        var outer = new ActorGroup { { "a", [|InnerAsync|] } };

        async Task InnerAsync(CancellationToken ct) => await inner.RunAsync(ct);
        ---
        public class Ingest
        {
            private readonly ActorGroup _group = new();

            public Actor Actor => new("ingest", [|RunAsync|]);

            private async Task RunAsync(CancellationToken token)
            {
                await _group.RunAsync(token);
            }
        }
        ---
        Actor Make(ActorGroup inner) => new Actor("a", [|async delegate(CancellationToken ct) { await inner.RunAsync(ct); }|]);
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", inner.RunAsync);
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", ct => inner.RunAsync(ct));
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", async ct => { Console.WriteLine(); await inner.RunAsync(ct); });
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", async ct => { try { await inner.RunAsync(ct); } catch (IOException) { } });
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", async ct => { await using var run = inner.Start(ct); await run.Completion; });
        ---
        void Add(ActorGroup outer, IServer server) => outer.Add("a", async ct => await server.RunAsync(ct));
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", async (ready, ct) => { ready(); await inner.RunAsync(ct); });
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("a", async ct => await inner.RunAsync(ct).WaitAsync(ct));
        ---
        async Task RunAsync(ActorGroup group) => await group.RunAsync();
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add(Actor.Until(CancellationToken.None));
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<FirstExceptionOnly>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_does_more_or_returns_the_task_is_not(string source) => Verify.ReportsAsync<FirstExceptionOnly>(source);
}
