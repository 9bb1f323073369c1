using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN003.</summary>
public class ActorsThatEndAtOnce
{
    public static TheoryData<string> Flagged => Cases.Of("""
        void Add(ActorGroup group, IServer server) => group.Add("events", [|ct => { server.Received += (_, _) => Console.WriteLine(); return Task.CompletedTask; }|], _ => server.Stop());
        ---
        var watcher = new FileSystemWatcher(".");
        var group = new ActorGroup { { "watch", [|_ => { watcher.EnableRaisingEvents = true; Console.WriteLine("watching"); return Task.CompletedTask; }|], _ => watcher.Dispose() } };
        ---
        var timer = new System.Timers.Timer(1000);
        Actor actor = new("timer", [|(ready, ct) => { timer.Start(); ct.Register(timer.Stop); ready(); return Task.CompletedTask; }|]);
        ---
        var group = new ActorGroup { { "thread", [|StartAsync|] } };

        Task StartAsync(CancellationToken ct)
        {
            var thread = new Thread(() => Thread.Sleep(100));
            thread.Start();
            Console.Error.WriteLine("started");
            return Task.CompletedTask;
        }
        ---
        var group = new ActorGroup { { "task", [|async ct => { _ = Task.Run(() => Thread.Sleep(100), ct); }|] } };
        ---
        void Add(ActorGroup group, ILogger logger) => group.Add("pool", [|ct => { ThreadPool.QueueUserWorkItem(_ => { }); logger.LogInformation("queued"); Trace.WriteLine(""); return Task.CompletedTask; }|]);
        ---
        var group = new ActorGroup { [|_ => { Task.Factory.StartNew(() => { }, TaskCreationOptions.LongRunning); return Task.CompletedTask; }|] };
        ---
        void Add(ActorGroup group, IHost host) => group.Add("host", [|host.StartAsync|], _ => host.StopAsync());
        ---
        void Add(ActorGroup group, IHost host) => group.Add("host", [|ct => host.StartAsync(ct)|]);
        ---
        Actor Make(WebApplication app) => new("web", [|async (ready, ct) => { app.Lifetime.ApplicationStarted.Register(() => { }); await app.StartAsync(ct).ConfigureAwait(false); ready(); }|]);
        ---
        Actor Make(IHostedService service) => new("service", [|async ct => await service.StartAsync(ct)|]) { Interrupt = (_, deadline) => service.StopAsync(deadline) };
        ---
        void Add(ActorGroup group, BackgroundService service) => group.Add("worker", [|service.StartAsync|], _ => service.StopAsync(CancellationToken.None));
        ---
        public sealed class Worker : IHostedService
        {
            public void AddTo(ActorGroup group) => group.Add("worker", [|ct => StartAsync(ct)|]);

            public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        ---
        var listener = new HttpListener();
        var group = new ActorGroup { { "followed", [|ct => ListenAsync()|] } };

        Task ListenAsync() { listener.Start(); return Task.CompletedTask; }
        ---
        void Add(ActorGroup group, IHost host) => group.Add("followed", [|ct => RunAsync(host, ct)|]);

        async Task RunAsync(IHost host, CancellationToken ct) { Console.WriteLine(); await host.StartAsync(ct); }
        ---
        Actor actor = Actor.Closing("process", [|_ => { Process.Start("ls"); return Task.CompletedTask; }|], () => { });
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = new ActorGroup { _ => Task.CompletedTask, _ => { File.Delete("x"); return Task.CompletedTask; }, _ => { done.TrySetResult(); return Task.CompletedTask; } };
        ---
        void Add(ActorGroup group, IServer server) => group.Add("runs", ct => { server.Received += (_, _) => { }; server.Run(ct); return Task.CompletedTask; });
        ---
        void Add(ActorGroup group, IServer server) => group.Add("theirs", server.StartAsync);
        ---
        void Add(ActorGroup group, IServer server) => group.Add("theirs", async ct => { await server.StartAsync(ct); });
        ---
        var timer = new System.Timers.Timer(1000);
        var group = new ActorGroup
        {
            new Actor("once", _ => { timer.Start(); return Task.CompletedTask; }) { OneShot = true },
            Actor.Blocking("blocking", _ => { timer.Start(); }),
            new Actor("waits", async ct => { timer.Start(); await Task.Delay(Timeout.Infinite, ct); }),
            new Actor("returns", ct => { timer.Start(); return Task.Delay(Timeout.Infinite, ct); }),
            new Actor("if", ct => { if (timer.Enabled) { timer.Start(); } return Task.CompletedTask; }),
            new Actor("either", ct => { timer.Start(); return ct.IsCancellationRequested ? Task.CompletedTask : Task.Delay(1); }),
            new Actor("reads", ct => { timer.Start(); Console.ReadLine(); return Task.CompletedTask; }),
            new Actor("copy", _ => { timer.Start(); return Task.CompletedTask; }) with { OneShot = true },
        };
        ---
        void Add(ActorGroup group, IHost host)
        {
            group.Add("host", async ct => { await host.StartAsync(ct); await host.WaitForShutdownAsync(ct); });
            group.Add("runs", ct => host.RunAsync(ct));
            group.Add(new Actor("once", host.StartAsync) { OneShot = true });
        }
        ---
        var group = new ActorGroup
        {
            { "task", ct => Task.Run(() => { }, ct) },
            { "awaits", async ct => { var work = Task.Run(() => { }, ct); await work; } },
            { "waits", ct => { Task.Run(() => { }, ct).Wait(ct); return Task.CompletedTask; } },
            { "result", ct => { var work = Task.Run(() => 1); var all = work.Result; return Task.CompletedTask; } },
        };
        ---
        void Add(ActorGroup group, IServer server) => group.Add("less", ct => { server.Received -= (_, _) => { }; return Task.CompletedTask; });
        ---
        var process = Process.Start("ls");
        var group = new ActorGroup { { "process", ct => { process.Start(); process.WaitForExit(); return Task.CompletedTask; } } };
        ---
        var stopwatch = new Stopwatch();
        var group = new ActorGroup { { "watch", ct => { stopwatch.Start(); return Task.CompletedTask; } } };
        ---
        public class Service
        {
            public Task StartAsync(CancellationToken token) => Task.Delay(Timeout.Infinite, token);

            public void AddTo(ActorGroup group) { group.Add("own", StartAsync); group.Add("lambda", ct => StartAsync(ct)); }
        }
        ---
        void Add(ActorGroup group, IHost host) => group.Add("drops", ct => { _ = host.StartAsync(ct); return Task.Delay(Timeout.Infinite, ct); });
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<EndsAtOnce>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_goes_on_or_starts_nothing_is_not(string source) => Verify.ReportsAsync<EndsAtOnce>(source);
}
