namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>A way to run n actors that live and stop together.</summary>
internal abstract class Contender
{
    public static Contender Us { get; } = new Ours();

    public static IReadOnlyList<Contender> All { get; } = [Us, new ByHand(), new Floor(), new GenericHost()];

    public abstract string Name { get; }

    /// <summary>Whether what <see cref="Build"/> returns can be called once only.</summary>
    public virtual bool RunsOnce => false;

    /// <summary>Prepares everything that is not measured. What is returned is measured: from the call to the completed task.</summary>
    public abstract Func<Task> Build(int n);
}
