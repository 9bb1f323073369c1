using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN008.</summary>
public class TokensThatAreCancelledByThen
{
    public static TheoryData<string> Flagged => Cases.Of("""
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } finally { await server.StopAsync([|ct|]); } });
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", async ct => { try { await server.RunAsync(ct); } finally { try { await server.StopAsync([|ct|]); } catch (IOException) { } await server.CountAsync(token: [|ct|]); } });
        ---
        void Add(ActorGroup group, IServer server) => group.Add("a", ct => RunAsync(server, ct));

        async Task RunAsync(IServer server, CancellationToken token)
        {
            while (true) { try { await server.RunAsync(token); } finally { await server.StopAsync([|token|]); } }
        }
        ---
        Actor Make(Stream stream) => new("a", async (ready, ct) => { ready(); try { await Task.Delay(-1, ct); } catch (IOException) { } finally { Console.WriteLine(); await stream.FlushAsync([|ct|]); } });
        ---
        Actor Make(IServer server) => Actor.Blocking("a", ct => { try { server.Run(ct); } finally { server.Run([|ct|]); } });
        ---
        async Task MainAsync(IServer server, CancellationToken ct)
        {
            var group = new ActorGroup { { "a", server.RunAsync, _ => server.StopAsync([|ct|]) } };
            await group.RunAsync(ct);
        }
        ---
        async Task MainAsync(IServer server)
        {
            using var source = new CancellationTokenSource();
            var stop = source.Token;
            Actor actor = new("a", server.RunAsync) { Interrupt = async (cause, deadline) => { await server.StopAsync([|stop|]); } };
            await using var run = new ActorGroup { actor }.Start(stop);
        }
        ---
        async Task MainAsync(IServer server, CancellationToken ct)
        {
            await new ActorGroup { { "a", server.RunAsync, StopAsync } }.RunAsync(ct);

            Task StopAsync(Exception? cause) => server.StopAsync([|ct|]);
        }
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } finally { await server.StopAsync(CancellationToken.None); await server.StopAsync(); } });
        ---
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } finally { if (!ct.IsCancellationRequested) { await server.StopAsync(ct); } } });
        ---
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } finally { using var source = CancellationTokenSource.CreateLinkedTokenSource(ct); await server.StopAsync(source.Token); } });
        ---
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } finally { using var limit = new CancellationTokenSource(1000); await server.StopAsync(limit.Token); } });
        ---
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } catch (IOException) { await server.StopAsync(ct); } await server.StopAsync(ct); });
        ---
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } finally { await Task.Run(() => server.StopAsync(ct)); } });
        ---
        async Task MainAsync(IServer server, CancellationToken ct, CancellationToken other)
        {
            var group = new ActorGroup
            {
                new Actor("a", server.RunAsync) { Interrupt = (cause, deadline) => server.StopAsync(deadline) },
                { "b", server.RunAsync, _ => server.StopAsync(other) },
                { "c", server.RunAsync, _ => server.StopAsync() },
            };
            await group.RunAsync(ct);
        }
        ---
        void Add(ActorGroup group, IServer server, CancellationToken ct) => group.Add("a", server.RunAsync, _ => server.StopAsync(ct));
        ---
        async Task MainAsync(IServer server, CancellationToken ct)
        {
            var group = new ActorGroup { { "a", server.RunAsync, _ => ct.IsCancellationRequested ? Task.CompletedTask : server.StopAsync(ct) } };
            await group.RunAsync(ct);
        }
        ---
        void Add(ActorGroup group, IServer server) => group.Add(async ct => { try { await server.RunAsync(ct); } finally { if (!ct.IsCancellationRequested) { try { server.Stop(); } finally { await server.StopAsync(ct); } } } });
        ---
        async Task MainAsync(IServer server, CancellationToken ct) { try { await new ActorGroup { server.RunAsync }.RunAsync(ct); } finally { await server.StopAsync(ct); } }
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<CancelledToken>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task Tokens_that_are_not_are_not(string source) => Verify.ReportsAsync<CancelledToken>(source);
}
