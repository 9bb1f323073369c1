using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN004.</summary>
public class AsyncVoidFunctions
{
    public static TheoryData<string> Flagged => Cases.Of("""
        var actor = Actor.Blocking("a", [|async ct => await Task.Delay(1, ct)|]);
        ---
        var actor = Actor.Blocking("a", _ => { }, [|async cause => { await Task.Yield(); }|]);
        ---
        var actor = Actor.Blocking("a", interrupt: [|async delegate { await Task.Yield(); }|], execute: ct => { });
        ---
        Actor actor = Actor.Signals([|async signal => await Task.Yield()|], System.Runtime.InteropServices.PosixSignal.SIGHUP);
        ---
        var group = new ActorGroup { { "a", ct => Task.Delay(-1, ct), [|OnStop|] } };

        async void OnStop(Exception? cause) => await Task.Yield();
        ---
        public class Worker
        {
            public void AddTo(ActorGroup group) => group.Add(ct => Task.Delay(-1, ct), [|StopAsync|]);

            private static async void StopAsync(Exception? cause) => await Task.Yield();
        }
        ---
        void Configure(IServiceCollection services) => services.AddActorGroup([|async (provider, group) => { await Task.Yield(); group.Add(Actor.Signals()); }|]);
        ---
        void Configure(IServiceCollection services) => services.AddActorGroup("a", (provider, group) => { }, [|async options => await Task.Yield()|]);
        ---
        var actor = Actor.Closing("a", ct => Task.Delay(-1, ct), [|async () => await Task.Yield()|]);
        ---
        var actor = Actor.Blocking("a", [|(Action<CancellationToken>)(async ct => await Task.Yield())|]);
        ---
        var group = new ActorGroup();
        group.Add("a", ct => Task.Delay(-1, ct), [|new Action<Exception?>(async _ => await Task.Yield())|]);
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        var group = new ActorGroup { { "a", ct => Task.Delay(-1, ct), async _ => await Task.Yield() } };
        group.Add(ct => Task.Delay(-1, ct), async cause => { await Task.Yield(); });
        ---
        var group = new ActorGroup { { "a", async ct => await Task.Delay(-1, ct) }, { "b", async (ready, ct) => { ready(); await Task.Delay(-1, ct); } } };
        ---
        Actor actor = new("a", async ct => await Task.Yield()) { Interrupt = async (cause, deadline) => await Task.Yield() };
        ---
        AppDomain.CurrentDomain.ProcessExit += async (_, _) => await Task.Yield();
        new List<int>().ForEach(async each => await Task.Yield());
        ---
        var actor = Actor.Blocking("a", ct => { }, cause => { });
        ---
        Action<CancellationToken> given = async ct => await Task.Yield();
        var actor = Actor.Blocking("a", given);
        ---
        var group = new ActorGroup { { "a", ct => Task.Delay(-1, ct), OnStop } };

        void OnStop(Exception? cause) { }
        ---
        var group = new ActorGroup { { "a", ct => Task.Delay(-1, ct), OnStopAsync } };

        async Task OnStopAsync(Exception? cause) => await Task.Yield();
        ---
        var actor = Actor.Blocking("a", ct => { Action run = async () => await Task.Yield(); run(); });
        ---
        void Own(Action action) => action();
        Own(async () => await Task.Yield());
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<AsyncVoid>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_returns_a_task_or_is_of_others_is_not(string source) => Verify.ReportsAsync<AsyncVoid>(source);
}
