using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Fixes;

/// <summary>What the fixes make of threads that are blocked, clauses that swallow and hooks that drop.</summary>
public class MendingStops
{
    [Fact]
    public Task An_actor_gets_a_thread_of_its_own() => Verify.FixesAsync<BlocksThePool, DoNotBlock>(
        """
        var gate = new ManualResetEventSlim();
        var group = new ActorGroup
        {
            { "a", ct => { while (!ct.IsCancellationRequested) { [|gate.Wait(ct)|]; } return Task.CompletedTask; } },
            { "b", ct => { [|gate.Wait(ct)|]; return Task.CompletedTask; }, _ => gate.Set() },
            new Actor("c", ct => { if (gate.IsSet) { return Task.CompletedTask; } [|gate.Wait(ct)|]; return Task.CompletedTask; }),
        };
        group.Add("d", ct => { [|gate.Wait()|]; return Task.CompletedTask; });
        """,
        """
        var gate = new ManualResetEventSlim();
        var group = new ActorGroup
        {
            Actor.Blocking("a", ct => { while (!ct.IsCancellationRequested) { gate.Wait(ct); } }),
            Actor.Blocking("b", ct => { gate.Wait(ct); }, _ => gate.Set()),
            Actor.Blocking("c", ct => { if (gate.IsSet) { return; } gate.Wait(ct); }),
        };
        group.Add(Actor.Blocking("d", ct => { gate.Wait(); }));
        """);

    [Fact]
    public Task An_async_actor_awaits_instead() => Verify.FixesAsync<BlocksThePool, DoNotBlock>(
        """
        void Add(ActorGroup group, IServer server, TcpListener listener, SemaphoreSlim gate, Process process)
        {
            group.Add("a", async ct => { await Task.Yield(); [|Thread.Sleep(100)|]; });
            group.Add("b", async ct => { await Task.Yield(); using var client = [|listener.AcceptTcpClient()|]; });
            group.Add("c", async ct => { await Task.Yield(); [|gate.Wait()|]; });
            group.Add("d", async ct => { await Task.Yield(); [|process.WaitForExit()|]; });
            group.Add("e", async ct => { await Task.Yield(); Console.WriteLine([|server.CountAsync(ct).Result|].ToString()); });
            group.Add("f", async ct => { await Task.Yield(); [|server.RunAsync(ct).Wait()|]; });
            group.Add("g", async ct => { await Task.Yield(); [|server.RunAsync(ct).ConfigureAwait(false).GetAwaiter().GetResult()|]; });
        }
        """,
        """
        void Add(ActorGroup group, IServer server, TcpListener listener, SemaphoreSlim gate, Process process)
        {
            group.Add("a", async ct => { await Task.Yield(); await Task.Delay(100, ct); });
            group.Add("b", async ct => { await Task.Yield(); using var client = await listener.AcceptTcpClientAsync(ct); });
            group.Add("c", async ct => { await Task.Yield(); await gate.WaitAsync(ct); });
            group.Add("d", async ct => { await Task.Yield(); await process.WaitForExitAsync(ct); });
            group.Add("e", async ct => { await Task.Yield(); Console.WriteLine((await server.CountAsync(ct)).ToString()); });
            group.Add("f", async ct => { await Task.Yield(); await server.RunAsync(ct); });
            group.Add("g", async ct => { await Task.Yield(); await server.RunAsync(ct).ConfigureAwait(false); });
        }
        """);

    [Fact]
    public Task A_method_becomes_async() => Verify.FixesAsync<BlocksThePool, DoNotBlock>(
        """
        public class Poller
        {
            public void AddTo(ActorGroup group) => group.Add("poller", PollAsync);

            private Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    [|Thread.Sleep(TimeSpan.FromSeconds(1))|];
                }

                return Task.CompletedTask;
            }
        }
        """,
        """
        public class Poller
        {
            public void AddTo(ActorGroup group) => group.Add("poller", PollAsync);

            private async Task PollAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), token);
                }
            }
        }
        """);

    [Fact]
    public Task A_cancellation_gets_through() => Verify.FixesAsync<SwallowsCancellation, WhenNotCancelled>(
        """
        var group = new ActorGroup { PollAsync, async ct => { while (true) { try { await Task.Delay(1, ct); } [|catch|] { } } } };

        async Task PollAsync(CancellationToken token)
        {
            while (true)
            {
                try
                {
                    await Task.Delay(100, token);
                }
                [|catch|] (Exception exception)
                {
                    Console.WriteLine(exception);
                }
            }
        }
        """,
        """
        var group = new ActorGroup { PollAsync, async ct => { while (true) { try { await Task.Delay(1, ct); } catch when (!ct.IsCancellationRequested) { } } } };

        async Task PollAsync(CancellationToken token)
        {
            while (true)
            {
                try
                {
                    await Task.Delay(100, token);
                }
                catch (Exception exception) when (!token.IsCancellationRequested)
                {
                    Console.WriteLine(exception);
                }
            }
        }
        """);

    [Fact]
    public Task A_hook_hands_its_task_over() => Verify.FixesAsync<DroppedTask, HandOverTheTask>(
        """
        void Add(ActorGroup group, IServer server)
        {
            group.Add("a", server.RunAsync, _ => { [|server.StopAsync()|]; });
            group.Add("b", server.RunAsync, _ => { [|server.CloseAsync()|]; });
            group.Add("c", server.RunAsync, cause => { Console.WriteLine(cause); [|server.StopAsync()|]; });
            group.Add("d", server.RunAsync, cause => { [|server.StopAsync()|]; Console.WriteLine(cause); });
            group.Add(new Actor("e", server.RunAsync) { Interrupt = (_, deadline) => { [|server.StopAsync(deadline)|]; return Task.CompletedTask; } });
            group.Add(new Actor("f", server.RunAsync) { Interrupt = (cause, deadline) => { if (cause is null) { return Task.CompletedTask; } [|server.StopAsync(deadline)|]; return Task.CompletedTask; } });
        }
        """,
        """
        void Add(ActorGroup group, IServer server)
        {
            group.Add("a", server.RunAsync, _ => server.StopAsync());
            group.Add("b", server.RunAsync, _ => server.CloseAsync().AsTask());
            group.Add("c", server.RunAsync, cause => { Console.WriteLine(cause); return server.StopAsync(); });
            group.Add("d", server.RunAsync, async cause => { await server.StopAsync(); Console.WriteLine(cause); });
            group.Add(new Actor("e", server.RunAsync) { Interrupt = (_, deadline) => server.StopAsync(deadline) });
            group.Add(new Actor("f", server.RunAsync) { Interrupt = async (cause, deadline) => { if (cause is null) { return; } await server.StopAsync(deadline); } });
        }
        """,
        rounds: 2);

    [Fact]
    public Task A_hook_that_can_return_nothing_is_left_to_its_author()
    {
        const string source = """
            Actor Make(IServer server) => Actor.Blocking("a", server.Run, _ => { [|server.StopAsync()|]; });
            """;
        return Verify.FixesAsync<DroppedTask, HandOverTheTask>(source, source);
    }
}
