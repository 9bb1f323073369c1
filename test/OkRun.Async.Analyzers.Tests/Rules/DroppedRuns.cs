using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN002.</summary>
public class DroppedRuns
{
    public static TheoryData<string> Flagged => Cases.Of("""
        var group = new ActorGroup();
        [|group.RunAsync()|];
        ---
        var group = new ActorGroup();
        [|group.Start()|];
        await Task.Yield();
        ---
        ActorGroup? group = new();
        [|group?.Start()|];
        ---
        [|new ActorGroup
        {
            Actor.Signals(),
        }.RunAsync()|];
        ---
        void Stop(CancellationToken token, ActorGroup group) => token.Register(() => [|group.RunAsync()|]);
        ---
        public class Service(ActorGroup group)
        {
            public void Start() => [|group.Start()|];

            public int Value { get => 1; set => [|group.RunAsync()|]; }

            public async Task BothAsync() { [|group.Start()|]; await Task.Yield(); }

            public Task OneAsync() { [|group.RunAsync(CancellationToken.None)|]; return Task.CompletedTask; }
        }
        ---
        [|new Actor("a", _ => Task.CompletedTask)|];
        [|Actor.Signals()|];
        [|Actor.Until(CancellationToken.None)|];
        [|Actor.Blocking("b", _ => { })|];
        [|Actor.Closing("c", _ => Task.CompletedTask, () => { })|];
        await Task.Yield();
        ---
        void Each(List<ActorGroup> groups) => groups.ForEach(group => [|group.Start()|]);
        ---
        AppDomain.CurrentDomain.ProcessExit += (_, _) => { [|new ActorGroup().Start()|]; };
        ---
        void Local() { Run(); void Run() => [|new ActorGroup().RunAsync()|]; }
        """);

    public static TheoryData<string> Clean => Cases.Of("""
        #pragma warning disable CS4014 // what the compiler says is not said twice
        var group = new ActorGroup();
        group.RunAsync();
        await Task.Yield();
        ---
        Func<Task> run = async () => { new ActorGroup().RunAsync(); await Task.Yield(); };
        ---
        Action run = async () => new ActorGroup().RunAsync();
        ---
        var group = new ActorGroup();
        _ = group.RunAsync();
        _ = group.Start();
        var run = group.Start();
        await using var other = group.Start();
        await group.RunAsync();
        ---
        void Members(ActorGroup group)
        {
            group.RunAsync().Wait();
            group.RunAsync().GetAwaiter().GetResult();
            group.RunAsync().ContinueWith(_ => { });
            group.Start().Stop();
            group.Start().Completion.Wait();
        }
        ---
        void Add(ActorGroup group)
        {
            group.Add("a", _ => Task.CompletedTask);
            group.Add(Actor.Signals());
            group.Add(new Actor("b", _ => Task.CompletedTask));
        }
        ---
        Task Run(ActorGroup group) => group.RunAsync();
        Func<Task> F(ActorGroup group) => () => group.RunAsync();
        Task OnPool(ActorGroup group) => Task.Run(() => group.RunAsync());
        object Boxed(ActorGroup group) { Func<object> f = () => group.Start(); return f; }
        ---
        public class Service(ActorGroup group)
        {
            private ActorGroupRun? _run;

            public ActorGroupRun Start() => group.Start();

            public void Keep() => _run = group.Start();

            public Task Run { get { return group.RunAsync(); } }
        }
        ---
        public class Worker
        {
            public void Start() { }

            public Task RunAsync() => Task.CompletedTask;

            public void Both(Worker other, ActorGroup group) { other.Start(); other.RunAsync(); group.ToString(); group.GetEnumerator(); }
        }
        ---
        void Use(ActorGroup group) { using var token = new CancellationTokenSource(); Take(group.Start(token.Token), new Actor("a", _ => Task.CompletedTask)); }
        void Take(ActorGroupRun run, Actor actor) { }
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<Dropped>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_is_kept_or_awaited_is_not(string source) => Verify.ReportsAsync<Dropped>(source);
}
