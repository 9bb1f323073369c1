using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Fixes;

/// <summary>What the fixes make of a place; where there are two, of all at once.</summary>
public class Mending
{
    [Fact]
    public Task The_token_is_passed_on() => Verify.FixesAsync<CannotBeStopped, PassTheToken>(
        """
        void Add(ActorGroup group, IServer server, ActorGroup inner)
        {
            group.Add("a", [|_ => server.RunAsync()|]);
            group.Add("b", [|async ct => { await server.ServeAsync(); }|]);
            group.Add("c", [|async stopped => { await foreach (var item in server.ReadAsync()) { Console.WriteLine(item); } }|]);
            group.Add("d", [|(ready, _) => inner.RunAsync()|]);
            group.Add("e", [|_ => Task.Delay(Timeout.Infinite)|]);
            group.Add("f", [|LocalAsync|]);

            async Task LocalAsync(CancellationToken token)
            {
                await server.ServeAsync(8080);
            }
        }
        """,
        """
        void Add(ActorGroup group, IServer server, ActorGroup inner)
        {
            group.Add("a", ct => server.RunAsync(ct));
            group.Add("b", async ct => { await server.ServeAsync(token: ct); });
            group.Add("c", async stopped => { await foreach (var item in server.ReadAsync(stopped)) { Console.WriteLine(item); } });
            group.Add("d", (ready, ct) => inner.RunAsync(ct));
            group.Add("e", ct => Task.Delay(Timeout.Infinite, ct));
            group.Add("f", LocalAsync);

            async Task LocalAsync(CancellationToken token)
            {
                await server.ServeAsync(8080, token);
            }
        }
        """);

    [Fact]
    public Task An_actor_that_loops_for_ever_is_left_to_its_author()
    {
        const string source = """
            var group = new ActorGroup { { "a", [|async _ => { while (true) { await Task.Delay(1); } }|] } };
            """;
        return Verify.FixesAsync<CannotBeStopped, PassTheToken>(source, source);
    }

    [Fact]
    public Task A_run_is_awaited() => Verify.FixesAsync<Dropped, AwaitTheRun>(
        """
        public class Service(ActorGroup group)
        {
            public Task RunAsync(bool isReady)
            {
                if (!isReady)
                {
                    return Task.Delay(1);
                }

                // now
                [|group.RunAsync()|];
                return Task.CompletedTask;
            }

            public Task<int> CountAsync()
            {
                [|group.Start()|];
                return Task.FromResult(1);
            }

            public async Task StartAsync()
            {
                [|group.Start()|];
                await Task.Yield();
            }
        }
        """,
        """
        public class Service(ActorGroup group)
        {
            public async Task RunAsync(bool isReady)
            {
                if (!isReady)
                {
                    {
                        await Task.Delay(1);
                        return;
                    }
                }

                // now
                await group.RunAsync();
            }

            public async Task<int> CountAsync()
            {
                await using var run = group.Start();
                return 1;
            }

            public async Task StartAsync()
            {
                await using var run = group.Start();
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_run_of_a_program_is_awaited() => Verify.FixesAsync<Dropped, AwaitTheRun>(
        """
        var group = new ActorGroup();
        [|group.RunAsync()|];
        """,
        """
        var group = new ActorGroup();
        await group.RunAsync();
        """);

    [Fact]
    public Task A_run_in_a_void_callback_is_left_to_its_author()
    {
        const string source = """
            void Stop(CancellationToken token, ActorGroup group) => token.Register(() => [|group.RunAsync()|]);
            """;
        return Verify.FixesAsync<Dropped, AwaitTheRun>(source, source);
    }

    [Fact]
    public Task A_host_is_run_and_others_are_one_shot() => Verify.FixesAsync<EndsAtOnce, GoOn>(
        """
        void Add(ActorGroup group, IHost host, IHostedService service, System.Timers.Timer timer)
        {
            group.Add("a", [|host.StartAsync|]);
            group.Add("b", [|async ct => await host.StartAsync(ct)|]);
            group.Add(new Actor("c", [|service.StartAsync|]));
            group.Add(new Actor("d", [|_ => { timer.Start(); return Task.CompletedTask; }|]) { After = [], OneShot = false });
            group.Add(new Actor("e", [|_ => { timer.Start(); return Task.CompletedTask; }|]) { After = [] });
        }
        """,
        """
        void Add(ActorGroup group, IHost host, IHostedService service, System.Timers.Timer timer)
        {
            group.Add("a", ct => host.RunAsync(ct));
            group.Add("b", async ct => await host.RunAsync(ct));
            group.Add(new Actor("c", service.StartAsync) { OneShot = true });
            group.Add(new Actor("d", _ => { timer.Start(); return Task.CompletedTask; }) { After = [], OneShot = true });
            group.Add(new Actor("e", _ => { timer.Start(); return Task.CompletedTask; }) { After = [], OneShot = true });
        }
        """,
        rounds: 2);

    [Fact]
    public Task Async_void_is_undone() => Verify.FixesAsync<AsyncVoid, ReturnATask>(
        """
        var group = new ActorGroup { { "a", ct => Task.Delay(-1, ct), [|OnStop|] }, Actor.Blocking("b", [|async ct => await Task.Delay(-1, ct)|]) };

        async void OnStop(Exception? cause) => await Task.Yield();
        """,
        """
        var group = new ActorGroup { { "a", ct => Task.Delay(-1, ct), OnStop }, new Actor("b", async ct => await Task.Delay(-1, ct)) };

        async Task OnStop(Exception? cause) => await Task.Yield();
        """,
        rounds: 2);

    [Fact]
    public Task The_deadline_or_no_token_is_given() => Verify.FixesAsync<CancelledToken, GiveAnotherToken>(
        """
        async Task MainAsync(IServer server, CancellationToken ct)
        {
            Actor actor = new("a", async stopped => { try { await server.RunAsync(stopped); } finally { await server.StopAsync([|stopped|]); } })
            {
                Interrupt = (_, deadline) => server.StopAsync([|ct|]),
            };
            await new ActorGroup { actor }.RunAsync(ct);
        }
        """,
        """
        async Task MainAsync(IServer server, CancellationToken ct)
        {
            Actor actor = new("a", async stopped => { try { await server.RunAsync(stopped); } finally { await server.StopAsync(CancellationToken.None); } })
            {
                Interrupt = (_, deadline) => server.StopAsync(deadline),
            };
            await new ActorGroup { actor }.RunAsync(ct);
        }
        """,
        rounds: 2);

    [Fact]
    public Task The_task_of_a_group_is_returned() => Verify.FixesAsync<FirstExceptionOnly, ReturnTheRun>(
        """
        void Add(ActorGroup outer, ActorGroup inner)
        {
            outer.Add("a", [|async ct => await inner.RunAsync(ct).ConfigureAwait(false)|]);
            outer.Add("b", [|async (ct) => { await inner.RunAsync(ct); }|]);
            outer.Add("c", [|InnerAsync|]);
            outer.Add("d", [|BlockAsync|]);

            async Task InnerAsync(CancellationToken ct) => await inner.RunAsync(ct);

            async Task BlockAsync(CancellationToken ct)
            {
                await inner.RunAsync(ct);
            }
        }
        """,
        """
        void Add(ActorGroup outer, ActorGroup inner)
        {
            outer.Add("a", ct => inner.RunAsync(ct));
            outer.Add("b", (ct) => inner.RunAsync(ct));
            outer.Add("c", InnerAsync);
            outer.Add("d", BlockAsync);

            Task InnerAsync(CancellationToken ct) => inner.RunAsync(ct);

            Task BlockAsync(CancellationToken ct)
            {
                return inner.RunAsync(ct);
            }
        }
        """);
}
