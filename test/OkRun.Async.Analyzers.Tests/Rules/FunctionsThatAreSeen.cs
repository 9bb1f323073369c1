using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>Of which functions the rules say something, shown with OKRUN001.</summary>
public class FunctionsThatAreSeen
{
    public static TheoryData<string> Seen => Cases.Of("""
        public class Worker
        {
            public void AddTo(ActorGroup group, Worker other)
            {
                group.Add("own", [|RunAsync|]);
                group.Add("of this", [|this.RunAsync|]);
                group.Add("of another", [|other.RunAsync|]);
                group.Add("cast", [|(Func<CancellationToken, Task>)RunAsync|]);
                group.Add("made", [|new Func<CancellationToken, Task>(RunAsync)|]);
                group.Add("in parentheses", ([|RunAsync|]));
                group.Add(interrupt: null, execute: [|StaticAsync|], name: "named");
                group.Add("generic", [|GenericAsync<int>|]);
            }

            private async Task RunAsync(CancellationToken token) { while (true) { await Task.Yield(); } }

            private static async Task StaticAsync(CancellationToken token) { while (true) { await Task.Yield(); } }

            private async Task GenericAsync<T>(CancellationToken token) { while (true) { await Task.Yield(); } }
        }
        ---
        public abstract class Base { public abstract Task RunAsync(CancellationToken token); public virtual Task WalkAsync(CancellationToken token) => Task.CompletedTask; }

        public sealed class Derived : Base
        {
            public override async Task RunAsync(CancellationToken token) { while (true) { await Task.Yield(); } }

            public void AddTo(ActorGroup group) { group.Add([|RunAsync|]); group.Add([|ct => RunAsync(ct)|]); }
        }

        public class Open : Base
        {
            public sealed override async Task RunAsync(CancellationToken token) { while (true) { await Task.Yield(); } }

            public void AddTo(ActorGroup group) => group.Add([|RunAsync|]);
        }
        ---
        public partial class Worker
        {
            public void AddTo(ActorGroup group) { group.Add([|RunAsync|]); group.Add([|ct => RunAsync(ct)|]); }

            private partial Task RunAsync(CancellationToken token);
        }

        public partial class Worker
        {
            private async partial Task RunAsync(CancellationToken stopped) { while (true) { await Task.Yield(); } }
        }
        ---
        public static class Extensions
        {
            public static void AddTo(ActorGroup group, string name) { group.Add([|name.LoopAsync|]); group.Add([|ct => name.LoopAsync(ct)|]); }

            private static async Task LoopAsync(this string name, CancellationToken token) { while (true) { await Task.Delay(name.Length); } }
        }
        ---
        var group = new ActorGroup { [|static async delegate(CancellationToken _) { while (true) { await Task.Yield(); } }|], { "local", [|Static|] } };

        static async Task Static(CancellationToken ct) { while (true) { await Task.Yield(); } }
        ---
        public class Generic<T>
        {
            public void AddTo(ActorGroup group, Generic<int> other) { group.Add([|RunAsync|]); group.Add([|other.RunAsync|]); group.Add([|ct => other.RunAsync(ct)|]); }

            private async Task RunAsync(CancellationToken token) { while (true) { await Task.Yield(); } }
        }
        ---
        var group = new ActorGroup { { "other file", [|Elsewhere.LoopAsync|] }, { "followed", [|ct => Elsewhere.LoopAsync(ct)|] } };
        """);

    public static TheoryData<string> Unseen => Cases.Of("""
        public interface IWorker { Task RunAsync(CancellationToken token); async Task WalkAsync(CancellationToken token) { while (true) { await Task.Yield(); } } }

        public class Base
        {
            protected virtual async Task RunAsync(CancellationToken token) { while (true) { await Task.Yield(); } }
        }

        public class Open : Base
        {
            protected override async Task RunAsync(CancellationToken token) { while (true) { await Task.Yield(); } }

            public void AddTo(ActorGroup group, IWorker worker)
            {
                group.Add(RunAsync);
                group.Add(ct => RunAsync(ct));
                group.Add(worker.RunAsync);
                group.Add(worker.WalkAsync);
                group.Add(ct => worker.WalkAsync(ct));
            }
        }
        ---
        public class Holder
        {
            private readonly Func<CancellationToken, Task> _field = async _ => { while (true) { await Task.Yield(); } };

            private Func<CancellationToken, Task> Property { get; } = async _ => { while (true) { await Task.Yield(); } };

            public void AddTo(ActorGroup group, bool isFirst)
            {
                Func<CancellationToken, Task> local = async _ => { while (true) { await Task.Yield(); } };
                group.Add(_field);
                group.Add(Property);
                group.Add(local);
                group.Add(ct => local(ct));
                group.Add(isFirst ? Loop : local);
                group.Add(isFirst switch { true => Loop, false => local });
            }

            private static async Task Loop(CancellationToken token) { while (true) { await Task.Yield(); } }
        }
        ---
        public class Actor
        {
            public Actor(string name, Func<CancellationToken, Task> execute) { }

            public static Actor Of() => new("other", async _ => { while (true) { await Task.Yield(); } });
        }
        ---
        var group = new ActorGroup { ct => FirstAsync(ct) };

        Task FirstAsync(CancellationToken ct) => SecondAsync(ct);

        async Task SecondAsync(CancellationToken ct) { while (true) { await Task.Yield(); } }
        ---
        var group = new ActorGroup { ct => AgainAsync(ct) };

        async Task AgainAsync(CancellationToken ct) => await AgainAsync(ct);
        """);

    private const string Elsewhere = """
        public static class Elsewhere
        {
            public static async Task LoopAsync(CancellationToken token) { while (true) { await Task.Yield(); } }
        }
        """;

    [Theory]
    [MemberData(nameof(Seen))]
    public Task Something_is_said_of_these(string source) => Verify.ReportsAsync<CannotBeStopped>(source, Elsewhere);

    [Theory]
    [MemberData(nameof(Unseen))]
    public Task Nothing_is_said_of_these(string source) => Verify.ReportsAsync<CannotBeStopped>(source, Elsewhere);
}
