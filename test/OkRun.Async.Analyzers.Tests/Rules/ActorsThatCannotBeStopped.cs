using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN001.</summary>
public class ActorsThatCannotBeStopped
{
    public static TheoryData<string> Flagged => Cases.Of("""
        var group = new ActorGroup();
        group.Add([|async _ => { while (true) { await Task.Delay(100); } }|]);
        ---
        var group = new ActorGroup();
        group.Add("loop", [|async ct => { for (;;) { await Task.Delay(100); } }|]);
        ---
        var group = new ActorGroup { { "loop", [|LoopAsync|] } };

        async Task LoopAsync(CancellationToken ct)
        {
            do
            {
                await Task.Delay(nameof(ct).Length);
            }
            while (true);
        }
        ---
        var group = new ActorGroup { new Actor("loop", [|_ => LoopAsync()|]) { After = [] } };

        static async Task LoopAsync()
        {
            while (true)
            {
                try { await Task.Delay(100); } catch (IOException) { }
            }
        }
        ---
        Actor actor = new("loop", [|async (ready, ct) => { ready(); await LoopAsync().ConfigureAwait(false); }|]) { Interrupt = null, OneShot = false };

        async Task LoopAsync() { while (true) { await Task.Yield(); } }
        ---
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var group = new ActorGroup { { "cron", [|async ct => { while (await timer.WaitForNextTickAsync()) { Console.WriteLine(); } }|] } };
        ---
        void Add(ActorGroup group, IServer server) => group.Add("read", [|async ct => { await foreach (var item in server.ReadAsync()) { Console.WriteLine(item); } }|], interrupt: null);
        ---
        void Add(ActorGroup group, IServer server) => group.Add("next", [|async ct => { do { Console.WriteLine(); } while (await server.NextAsync() is not null); }|]);
        ---
        void Add(ActorGroup group, IServer server) => group.Add("server", [|_ => server.RunAsync()|]);
        ---
        void Add(ActorGroup group, IServer server) => group.Add("server", [|async ct => { Console.WriteLine(); await server.ServeAsync(80); }|]);
        ---
        void Add(ActorGroup group, WebApplication app) => group.Add("web", [|_ => app.RunAsync()|]);
        ---
        void Add(ActorGroup group, IHost host) => group.Add("host", [|ct => host.RunAsync()|]);
        ---
        void Add(ActorGroup outer, ActorGroup inner) => outer.Add("inner", [|_ => inner.RunAsync()|]);
        ---
        var group = new ActorGroup { [|_ => Task.Delay(Timeout.Infinite)|], [|_ => Task.Delay(Timeout.InfiniteTimeSpan)|], [|async _ => await Task.Delay(-1)|] };
        ---
        var gate = new ManualResetEventSlim();
        Actor[] actors = [Actor.Blocking("gate", [|_ => gate.Wait()|]), Actor.Blocking("loop", [|_ => { while (true) { Thread.Sleep(100); } }|])];
        ---
        var semaphore = new SemaphoreSlim(0);
        Actor actor = new("gate", [|_ => semaphore.WaitAsync()|]);
        ---
        Actor actor = new Actor("loop", [|_ => Loop()|]) with { After = [] };

        static async Task Loop() { while (true) { await Task.Yield(); } }
        ---
        var group = new ActorGroup { { "loop", [|ct => LoopAsync(ct)|] } };

        static async Task LoopAsync(CancellationToken ct) { while (true) { await Task.Yield(); } }
        ---
        var group = new ActorGroup { { "loop", [|_ => Task.Run(() => { while (true) { Thread.Sleep(1); } })|] } };
        ---
        var group = new ActorGroup { { "ready", [|async (ready, _) => { ready(); while (true) { await Task.Yield(); } }|] } };
        ---
        var group = new ActorGroup { { "loop", [|async _ => { var tries = 0; while (true) { if (tries++ > 3) { throw new IOException(); } await Task.Delay(10); } }|] } };
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        var group = new ActorGroup { { "loop", async ct => { while (true) { await Task.Delay(100, ct); } } } };
        ---
        var group = new ActorGroup { { "loop", async ct => { while (true) { ct.ThrowIfCancellationRequested(); await Task.Delay(100); } } } };
        ---
        var group = new ActorGroup { { "loop", async ct => { var loops = async () => { while (!ct.IsCancellationRequested) { await Task.Delay(1); } }; while (true) { await loops(); } } } };
        ---
        var listener = new TcpListener(IPAddress.Loopback, 0);
        var group = new ActorGroup
        {
            { "hook", _ => AcceptAsync(), _ => listener.Stop() },
            new Actor("interrupt", _ => AcceptAsync()) { Interrupt = (_, _) => { listener.Stop(); return Task.CompletedTask; } },
            new Actor("expected", _ => AcceptAsync()) { ExpectedOnStop = exception => exception is SocketException },
            new Actor("once", _ => AcceptAsync()) { OneShot = true },
            Actor.Closing("closing", _ => AcceptAsync(), listener.Stop),
            new Actor("with", _ => AcceptAsync()) with { OneShot = true },
            Actor.Blocking("blocking", _ => { while (true) { listener.AcceptTcpClient(); } }, _ => listener.Stop()),
        };

        async Task AcceptAsync() { while (true) { using var client = await listener.AcceptTcpClientAsync(); } }
        ---
        var made = new Actor("with", async _ => { while (true) { await Task.Yield(); } });
        var group = new ActorGroup { made with { Interrupt = (_, _) => Task.CompletedTask } };
        ---
        var group = new ActorGroup
        {
            { "count", async _ => { for (var i = 0; i < 3; i++) { await Task.Delay(100); } } },
            { "data", async _ => { foreach (var each in new[] { 1, 2 }) { await Task.Delay(each); } throw new IOException(); } },
            { "flag", async _ => { var done = false; while (!done) { await Task.Delay(100); done = true; } } },
            { "broken", async _ => { while (true) { if (DateTime.Now.Ticks > 3) { break; } await Task.Delay(1); } throw new IOException(); } },
            { "returns", async _ => { while (true) { if (DateTime.Now.Ticks > 3) { return; } await Task.Delay(1); } } },
            { "throws", _ => throw new IOException() },
            { "once", async _ => { await Task.Delay(20); throw new IOException(); } },
            { "delay", _ => Task.Delay(20) },
            { "done", _ => Task.CompletedTask },
            { "file", _ => File.WriteAllTextAsync("x", "y") },
        };
        ---
        var channel = Channel.CreateUnbounded<int>();
        using var queue = new BlockingCollection<int>();
        Actor[] actors =
        [
            new("reader", async _ => { await foreach (var item in channel.Reader.ReadAllAsync()) { Console.WriteLine(item); } }),
            new("waits", async _ => { while (await channel.Reader.WaitToReadAsync()) { Console.WriteLine(); } }),
            new("lines", async _ => { while (await Console.In.ReadLineAsync() is { } line) { Console.WriteLine(line); } }),
            new("copy", _ => Stream.Null.CopyToAsync(Stream.Null)),
            new("pipe", async _ => { while (!(await new Pipe().Reader.ReadAsync()).IsCompleted) { } }),
            Actor.Blocking("take", _ => { while (queue.TryTake(out var item)) { Console.WriteLine(item); } }),
        ];
        ---
        void Add(ActorGroup group, IServer server, CancellationToken stopping)
        {
            group.Add("none", ct => Task.Delay(Timeout.Infinite, CancellationToken.None));
            group.Add("default", ct => server.RunAsync(default));
            group.Add("other", _ => server.ServeAsync(80, stopping));
            group.Add("item", async _ => { await foreach (var item in server.ReadAsync().WithCancellation(stopping)) { Console.WriteLine(item); } });
        }
        ---
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = new ManualResetEventSlim();
        Actor[] actors =
        [
            new("source", _ => done.Task), new("waits", _ => done.Task.WaitAsync(TimeSpan.FromSeconds(1))),
            Actor.Blocking("polls", _ => { while (!stop.Wait(100)) { Console.WriteLine(); } }),
            new("work", _ => Task.Run(() => Console.WriteLine())),
        ];
        ---
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var stopped = false;
        var group = new ActorGroup { { "flag", async _ => { while (!stopped && await timer.WaitForNextTickAsync()) { Console.WriteLine(); } } } };
        stopped = true;
        ---
        void Add(ActorGroup group, Func<CancellationToken, Task> given, IServer server, bool isFirst)
        {
            group.Add(given);
            group.Add("group", server.RunAsync);
            group.Add("either", isFirst ? given : server.RunAsync);
            group.Add("other", given ?? server.RunAsync);
            group.Add("made", Make());
        }

        Func<CancellationToken, Task> Make() => async _ => { while (true) { await Task.Yield(); } };
        ---
        public class Worker
        {
            public void AddTo(ActorGroup group) => group.Add("worker", RunAsync);

            protected virtual async Task RunAsync(CancellationToken token) { while (true) { await Task.Yield(); } }
        }
        ---
        var group = new ActorGroup { { "starts", async ct => { _ = LoopAsync(); await Task.Delay(1); } } };

        static async Task LoopAsync() { while (true) { await Task.Yield(); } }
        ---
        var group = new ActorGroup { { "loop", async ct => { await LoopAsync(ct); } } };

        static async Task LoopAsync(CancellationToken ct) { while (true) { await Task.Delay(1, ct); } }
        ---
        var group = new ActorGroup { { "nested", async _ => { await Task.WhenAll(Enumerable.Range(0, 3).Select(async each => { while (true) { await Task.Delay(each); } })); } } };
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<CannotBeStopped>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_ends_or_can_be_stopped_is_not(string source) => Verify.ReportsAsync<CannotBeStopped>(source);
}
