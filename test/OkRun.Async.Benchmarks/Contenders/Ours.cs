namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>This library: a group built beforehand, run again and again.</summary>
internal sealed class Ours : Contender
{
    public override string Name => "OkRun.Async";

    public override Func<Task> Build(int n)
    {
        var crowd = new Crowd(n);
        var group = new ActorGroup();
        foreach (var body in crowd.Bodies())
        {
            group.Add("actor", body);
        }

        return () =>
        {
            crowd.Gather();
            return group.RunAsync();
        };
    }
}
