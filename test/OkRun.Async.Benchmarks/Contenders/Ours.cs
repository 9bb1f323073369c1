namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>This library: a group built beforehand, run again and again. With an observer, or as a chain of <c>After</c>, to see what those cost.</summary>
internal sealed class Ours(string name = "OkRun.Async", ActorGroupObserver? observer = null, bool chained = false) : Contender
{
    public override string Name => name;

    public override Func<Task> Build(int n)
    {
        var crowd = new Crowd(n, EndsAtOnce);
        var group = new ActorGroup(new ActorGroupOptions { Observer = observer });
        Actor? previous = null;
        foreach (var body in crowd.Bodies())
        {
            previous = group.Add(new Actor("actor", body) { After = chained && previous is not null ? [previous] : [] });
        }

        return () =>
        {
            crowd.Gather();
            return group.RunAsync();
        };
    }
}
