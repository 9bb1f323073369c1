using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN005.</summary>
public class BlockingActors
{
    public static TheoryData<string> Flagged => Cases.Of("""
        var group = new ActorGroup { ct => { while (!ct.IsCancellationRequested) { [|Thread.Sleep(100)|]; Thread.Sleep(200); } return Task.CompletedTask; } };
        ---
        var group = new ActorGroup { { "thread", ct => { var thread = new Thread(() => { }); thread.Start(); [|thread.Join()|]; return Task.CompletedTask; } } };
        ---
        Actor actor = new("console", async ct => { var line = [|Console.ReadLine()|]; await Task.Delay(1, ct); });
        ---
        var listener = new TcpListener(IPAddress.Loopback, 0);
        Actor actor = new("accept", async (ready, ct) => { ready(); while (true) { using var client = [|listener.AcceptTcpClient()|]; await Task.Yield(); } });
        ---
        Actor[] Make(Socket socket, UdpClient udp, HttpListener http, NamedPipeServerStream pipe, Process process) =>
        [
            new("a", _ => { [|socket.Accept()|]; return Task.CompletedTask; }),
            new("b", _ => { IPEndPoint? from = null; [|udp.Receive(ref from)|]; return Task.CompletedTask; }),
            new("c", _ => { [|http.GetContext()|].Response.Close(); return Task.CompletedTask; }),
            new("d", _ => { [|pipe.WaitForConnection()|]; return Task.CompletedTask; }),
            new("e", _ => { [|process.WaitForExit()|]; return Task.CompletedTask; }),
        ];
        ---
        Actor Make(BlockingCollection<int> queue) => new("queue", ct => { foreach (var item in [|queue.GetConsumingEnumerable(ct)|]) { Console.WriteLine(item); } return Task.CompletedTask; });
        ---
        Actor Make(BlockingCollection<int> queue) => new("queue", ct => { while (true) { Console.WriteLine([|queue.Take(ct)|]); } });
        ---
        void Add(ActorGroup group, AutoResetEvent gate, ManualResetEventSlim slim, CountdownEvent down, SemaphoreSlim semaphore)
        {
            group.Add(_ => { [|gate.WaitOne()|]; return Task.CompletedTask; });
            group.Add(_ => { [|slim.Wait(1000)|]; return Task.CompletedTask; });
            group.Add(ct => { [|down.Wait(ct)|]; return Task.CompletedTask; });
            group.Add(ct => { [|semaphore.Wait(ct)|]; return Task.CompletedTask; });
            group.Add(ct => { [|WaitHandle.WaitAny([gate, ct.WaitHandle])|]; return Task.CompletedTask; });
        }
        ---
        void Add(ActorGroup group, IHost host, WebApplication app)
        {
            group.Add("a", _ => { [|host.Run()|]; return Task.CompletedTask; });
            group.Add("b", _ => { [|app.Run("http://127.0.0.1:1")|]; return Task.CompletedTask; });
            group.Add("c", async ct => { await app.StartAsync(ct); [|app.WaitForShutdown()|]; });
        }
        ---
        void Add(ActorGroup group, IServer server)
        {
            group.Add("a", _ => { var n = [|server.CountAsync().Result|]; return Task.CompletedTask; });
            group.Add("b", ct => { [|server.RunAsync(ct).Wait()|]; return Task.CompletedTask; });
            group.Add("c", ct => { [|server.RunAsync(ct).GetAwaiter().GetResult()|]; return Task.CompletedTask; });
            group.Add("d", ct => { [|server.RunAsync(ct).ConfigureAwait(false).GetAwaiter().GetResult()|]; return Task.CompletedTask; });
            group.Add("e", ct => { [|Task.WaitAll(server.RunAsync(ct), server.OpenAsync(ct))|]; return Task.CompletedTask; });
        }
        ---
        var group = new ActorGroup { { "a", ct => LoopAsync(ct) }, { "b", async ct => await LoopAsync(ct) }, { "c", LoopAsync } };

        Task LoopAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) { [|Thread.Sleep(TimeSpan.FromSeconds(1))|]; } return Task.CompletedTask; }
        ---
        public class Worker
        {
            public void AddTo(ActorGroup group) => group.Add("worker", RunAsync);

            private static async Task RunAsync(CancellationToken token)
            {
                await Task.Delay(1, token);
                [|Thread.Sleep(1)|];
            }
        }
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        var actor = Actor.Blocking("a", ct => { while (!ct.IsCancellationRequested) { Thread.Sleep(100); } }, _ => Thread.Sleep(1));
        ---
        async Task BothAsync(IServer server)
        {
            Actor actor = new("a", async ct => { var a = server.CountAsync(ct); var b = server.CountAsync(ct); await Task.WhenAll(a, b); Console.WriteLine(a.Result + b.Result); });
            await new ActorGroup { actor }.RunAsync();
        }
        ---
        Task<int> given = Task.FromResult(1);
        var group = new ActorGroup { _ => { given.Wait(); var n = given.Result; given.GetAwaiter().GetResult(); given.ConfigureAwait(false).GetAwaiter().GetResult(); return Task.CompletedTask; } };
        ---
        var gate = new ManualResetEventSlim();
        var group = new ActorGroup { ct => { Thread.Sleep(0); gate.Wait(TimeSpan.Zero); gate.WaitHandle.WaitOne(0); return Task.CompletedTask; } };
        ---
        var group = new ActorGroup
        {
            ct => Task.Run(() => Thread.Sleep(100), ct),
            ct => Task.Factory.StartNew(() => Thread.Sleep(100), TaskCreationOptions.LongRunning),
            ct => { new Thread(() => Thread.Sleep(100)).Start(); return Task.Delay(-1, ct); },
            ct => { void Local() => Thread.Sleep(1); var work = Task.Run(Local); return work; },
        };
        ---
        var group = new ActorGroup { { "a", ct => Task.Delay(-1, ct), _ => Thread.Sleep(10) } };
        ---
        Actor Make(Socket socket, Stream stream, Process process) => new("a", async ct =>
        {
            var buffer = new byte[10];
            socket.Receive(buffer);
            stream.Read(buffer);
            process.WaitForExit(1000);
            await Task.Delay(1, ct);
        });
        ---
        Actor Make(BlockingCollection<int> queue) => new("a", async ct => { while (queue.TryTake(out var item)) { await Task.Delay(item, ct); } });
        ---
        Actor Make(IServer server) => new("a", ct => { server.Run(ct); var n = Task.FromResult(2).Result; return Task.CompletedTask; });
        ---
        void Add(ActorGroup group, Func<CancellationToken, Task> given) => group.Add("a", given);
        void Outside() => Thread.Sleep(100);
        ---
        public class Host { public void Run() { } public void AddTo(ActorGroup group) => group.Add("a", _ => { Run(); return Task.CompletedTask; }); }
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<BlocksThePool>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_blocks_no_thread_of_the_pool_is_not(string source) => Verify.ReportsAsync<BlocksThePool>(source);
}
