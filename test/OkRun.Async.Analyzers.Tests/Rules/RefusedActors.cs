using OkRun.Async.Analyzers.Rules;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>OKRUN009.</summary>
public class RefusedActors
{
    private const string Actors = """
        Actor a = new("a", ct => Task.Delay(-1, ct));
        Actor b = new("b", ct => Task.Delay(-1, ct));

        """;

    public static TheoryData<string> Flagged => Cases.Of("""
        var group = new ActorGroup { a, b, [|a|] };
        ---
        var group = new ActorGroup(new ActorGroupOptions()) { new Actor("c", ct => Task.Delay(-1, ct)) { After = [[|a|]] }, a };
        ---
        var group = new ActorGroup { a, new("c", ct => Task.Delay(-1, ct)) { After = [a, [|b|]] }, b };
        ---
        await new ActorGroup { { "x", ct => Task.Delay(-1, ct) }, new Actor("c", ct => Task.Delay(-1, ct)) { OneShot = true, After = new[] { [|a|], [|b|] } }, a }.RunAsync();
        ---
        ActorGroup group = new() { Actor.Signals(), b, new Actor("c", ct => Task.Delay(-1, ct)) { After = new Actor[] { [|a|] } } };
        ---
        void Twice(Actor given) { var group = new ActorGroup { given, a, [|given|] }; }
        ---
        var group = new ActorGroup { a, [|a|], [|a|] };
        ---
        var group = new ActorGroup { a with { Name = "c", After = [[|b|]] }, b };
        ---
        Actor made = Factory.Make();
        var group = new ActorGroup { a, new Actor("c", ct => Task.Delay(-1, ct)) { After = [[|made|]] }, made };

        static class Factory { public static Actor Make() => Actor.Signals(); }
        """, Actors);

    public static TheoryData<string> Clean => Cases.Of("""
        var group = new ActorGroup { a, b };
        ---
        var group = new ActorGroup { a, new Actor("c", ct => Task.Delay(-1, ct)) { After = [a] }, b };
        ---
        var alias = a;
        var group = new ActorGroup { alias, new Actor("c", ct => Task.Delay(-1, ct)) { After = [a] } };
        ---
        Actor late;
        var group = new ActorGroup { (late = new Actor("l", ct => Task.Delay(-1, ct))), new Actor("c", ct => Task.Delay(-1, ct)) { After = [late] } };
        ---
        Actor[] many = [a];
        var group = new ActorGroup { new Actor("c", ct => Task.Delay(-1, ct)) { After = [.. many] }, a };
        ---
        var group = new ActorGroup { a, Same(a), new Actor("c", ct => Task.Delay(-1, ct)) { After = [Same(b)] } };

        static Actor Same(Actor actor) => actor with { };
        ---
        var group = new ActorGroup { Get(), new Actor("c", ct => Task.Delay(-1, ct)) { After = [a] } };

        Actor Get() => a;
        ---
        var c = a;
        c = b;
        var group = new ActorGroup { a, c, c == a ? b : Actor.Signals() };
        c = new("c", ct => Task.Delay(-1, ct));
        ---
        var group = new ActorGroup { a };
        var other = new ActorGroup { a, b };
        group.Add(b);
        ---
        var all = new List<Actor> { a, b };
        Actor first = all.First();
        var group = new ActorGroup { a, new Actor("c", ct => Task.Delay(-1, ct)) { After = [first] } };
        ---
        void Given(Actor first) { var group = new ActorGroup { b, new Actor("c", ct => Task.Delay(-1, ct)) { After = [first] } }; }
        ---
        var group = new ActorGroup { a with { }, a with { }, a };
        ---
        var list = new List<Actor> { a, b, a };
        """, Actors);

    public static TheoryData<string> Fields => Cases.Of("""
        public class Service(Actor given)
        {
            private readonly Actor _a = Actor.Signals();
            private Actor _b = given;

            public ActorGroup Twice() => new() { _a, _b, [|_a|], given, [|given|] };

            public ActorGroup Others(Service other) => new() { _a, other._a, _b, Next(), Next(), new Actor("c", ct => Task.Delay(-1, ct)) { After = [_b] } };

            private Actor Next() => _b = Actor.Signals();
        }
        """);

    [Theory]
    [MemberData(nameof(Flagged))]
    [MemberData(nameof(Fields))]
    public Task They_are_reported(string source) => Verify.ReportsAsync<Refused>(source);

    [Theory]
    [MemberData(nameof(Clean))]
    public Task What_a_group_takes_is_not(string source) => Verify.ReportsAsync<Refused>(source);
}
