using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN006.</summary>
public class ActorsThatAreNeverReady
{
    public static TheoryData<string> Flagged => Cases.Of("""
        Actor actor = new("a", [|async (ready, ct) => { await Task.Delay(-1, ct); }|]);
        ---
        var group = new ActorGroup { { "a", [|(ready, ct) => Task.Delay(-1, ct)|] } };
        ---
        var actor = new Actor("a", [|RunAsync|]);

        async Task RunAsync(Action ready, CancellationToken ct) { Console.WriteLine(nameof(ready)); await Task.Delay(-1, ct); }
        ---
        public class Store
        {
            public Actor Actor() => new("store", [|RunAsync|]) { StopTimeout = TimeSpan.FromSeconds(1) };

            private Task RunAsync(Action ready, CancellationToken token) => Task.Delay(Timeout.Infinite, token);
        }
        ---
        Actor actor = new("a", [|(ready, ct) => RunAsync(ready, ct)|]);

        Task RunAsync(Action up, CancellationToken ct) => Task.Delay(-1, ct);
        ---
        Actor actor = new("a", [|async (ready, ct) => { Console.WriteLine(); await RunAsync(ct, ready); }|]) { OneShot = false };

        async Task RunAsync(CancellationToken ct, Action up) { await Task.Delay(-1, ct); }
        ---
        Actor actor = new("a", [|(ready, ct) => RunAsync(ct)|]);

        Task RunAsync(CancellationToken ct) => Task.Delay(-1, ct);
        ---
        Actor actor = new Actor("a", [|async delegate(Action ready, CancellationToken ct) { await Task.Delay(-1, ct); }|]) with { After = [] };
        ---
        Actor actor = new("a", [|async (ready, ct) => { if (ct.IsCancellationRequested) { throw new IOException(); } await Task.Delay(-1, ct); }|]);
        ---
        Actor actor = new("a", [|async (ready, ct) => { while (true) { await Task.Delay(1, ct); } }|]);
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        Actor actor = new("a", async (ready, ct) => { ready(); await Task.Delay(-1, ct); });
        ---
        Actor actor = new("a", async (_, ct) => await Task.Delay(-1, ct));
        Actor other = new("b", (_, _) => Task.CompletedTask);
        ---
        Actor actor = new("a", async (ready, ct) => await Task.Delay(1, ct)) { OneShot = true };
        ---
        void Make(IServer server, List<Action> waiting)
        {
            Actor[] actors =
            [
                new("a", async (ready, ct) => { server.Received += (_, _) => ready(); await Task.Delay(-1, ct); }),
                new("b", async (ready, ct) => { waiting.Add(ready); await Task.Delay(-1, ct); }),
                new("c", async (ready, ct) => { if (waiting.Count > 0) { ready(); } await Task.Delay(-1, ct); }),
                new("d", async (ready, ct) => { Action? kept = ready; await Task.Delay(-1, ct); }),
            ];
        }
        ---
        Actor actor = new("a", (ready, ct) => throw new IOException());
        Actor other = new("b", async (ready, ct) => { await Task.Delay(20, ct); throw new IOException(); });
        ---
        Actor actor = new("a", (ready, ct) => RunAsync(ready, ct));

        async Task RunAsync(Action ready, CancellationToken ct) { ready(); await Task.Delay(-1, ct); }
        ---
        Actor actor = new("a", (ready, ct) => RunAsync(ct, ready));

        Task RunAsync(CancellationToken ct, object ready) => Task.Delay(-1, ct);
        ---
        Actor Make(Func<Action, CancellationToken, Task> given) => new("a", given);
        ---
        Actor actor = new("a", async (ready, ct) => { await Local(); async Task Local() { ready(); await Task.Delay(-1, ct); } });
        ---
        Actor actor = new("a", ct => Task.Delay(-1, ct));
        ---
        Actor actor = new("a", (ready, ct) => FailAsync(ct));

        async Task FailAsync(CancellationToken ct) { await Task.Delay(20, ct); throw new IOException(); }
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<NeverReady>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_may_say_so_is_not(string source) => Verify.ReportsAsync<NeverReady>(source);
}
