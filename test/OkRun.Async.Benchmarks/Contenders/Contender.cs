namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>A way to run n actors that live and stop together.</summary>
internal abstract class Contender
{
    public static Contender Us { get; } = new Ours();

    public static IReadOnlyList<Contender> All { get; } = [Us, new ByHand(), new Floor(), new GenericHost()];

    /// <summary>Those that can be measured with a first end that comes at once. A host waits until all of its services have started.</summary>
    public static IReadOnlyList<Contender> AtOnce { get; } = [new Ours { EndsAtOnce = true }, new ByHand { EndsAtOnce = true }, new Floor { EndsAtOnce = true }];

    public abstract string Name { get; }

    /// <summary>Whether the first actor returns at once, while others still start. Otherwise the last returns once all others wait.</summary>
    public bool EndsAtOnce { get; init; }

    /// <summary>Whether what <see cref="Build"/> returns can be called once only.</summary>
    public virtual bool RunsOnce => false;

    /// <summary>Prepares everything that is not measured. What is returned is measured: from the call to the completed task.</summary>
    public abstract Func<Task> Build(int n);
}
