using Orleans.Placement;

namespace OkRun.Async.Orleans.Tests;

/// <summary>A grain: each key is active in one silo of the cluster.</summary>
public interface IPartition : IGrainWithStringKey
{
    /// <summary>Where it is active.</summary>
    Task<string> WhereAsync();
}

/// <summary>It tells in which silo it is: at first that which is asked for it.</summary>
[PreferLocalPlacement]
public sealed class Partition(ILocalSiloDetails silo) : Grain, IPartition
{
    public Task<string> WhereAsync() => Task.FromResult(silo.Name);
}
