using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN011.</summary>
public class HooksThatDropTheirTask
{
    public static TheoryData<string> Flagged => Cases.Of("""
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, _ => { [|server.StopAsync()|]; });
        ---
        void Add(ActorGroup group, IServer server) => group.Add(server.RunAsync, cause => { Console.WriteLine(cause); [|server.CloseAsync()|]; });
        ---
        Actor Make(IServer server) => Actor.Blocking("a", server.Run, _ => [|server.StopAsync()|]);
        ---
        Actor Make(IServer server) => new("a", server.RunAsync) { Interrupt = (cause, deadline) => { [|server.StopAsync(deadline)|]; return Task.CompletedTask; } };
        ---
        Actor Make(IServer? server) => new("a", ct => Task.Delay(-1, ct)) { Interrupt = (_, _) => { [|server?.StopAsync()|]; [|server!.CountAsync()|]; return Task.CompletedTask; } };
        ---
        void Add(ActorGroup group, IServer server)
        {
            group.Add("a", server.RunAsync, OnStop);
            group.Add("b", server.RunAsync, OnStop);

            void OnStop(Exception? cause) => [|server.StopAsync()|];
        }
        ---
        public class Worker(IServer server)
        {
            public ActorGroup Group() => new() { { "a", server.RunAsync, Stop } };

            private void Stop(Exception? cause) { if (cause is not null) { [|server.CloseAsync().AsTask()|]; } }
        }
        ---
        Actor Make(IServer server) => Actor.Closing("a", server.RunAsync, () => { [|server.CloseAsync()|]; });
        ---
        Actor Make(IServer server) => new Actor("a", server.RunAsync) with { Interrupt = delegate { server.StopAsync().ToString(); [|server.StopAsync()|]; return Task.CompletedTask; } };
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, _ => server.StopAsync());
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, async _ => { await server.StopAsync(); });
        ---
        #pragma warning disable CS4014 // what the compiler says is not said twice
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, async _ => { server.StopAsync(); await Task.Yield(); });
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, cause => { _ = server.StopAsync(); });
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, cause => { server.StopAsync().Wait(); server.StopAsync().GetAwaiter().GetResult(); server.Stop(); });
        ---
        Actor Make(IServer server) => new("a", server.RunAsync) { Interrupt = (_, deadline) => server.StopAsync(deadline) };
        ---
        Actor Make(IServer server) => new("a", server.RunAsync) { Interrupt = (_, deadline) => { var stopping = server.StopAsync(deadline); return Task.WhenAll(stopping, server.StopAsync()); } };
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", ct => { server.StopAsync(); return Task.CompletedTask; });
        ---
        void Add(ActorGroup group, IServer server, Action<Exception?> given) { group.Add("a", server.RunAsync, given); group.Add("b", server.RunAsync, _ => server.Stop()); }
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, _ => { Action later = () => { server.StopAsync(); }; });
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", server.RunAsync, async _ => await server.CloseAsync());
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<DroppedTask>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_hands_it_over_is_not(string source) => Verify.ReportsAsync<DroppedTask>(source);
}
