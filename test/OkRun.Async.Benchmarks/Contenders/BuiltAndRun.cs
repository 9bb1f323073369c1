namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>Another contender with its building measured too: a group is built once and run at will, a host must be built for each run.</summary>
internal sealed class BuiltAndRun(Contender contender) : Contender
{
    public override string Name => $"{contender.Name}, built and run";

    public override Func<Task> Build(int n) => () => contender.Build(n)();
}
