namespace OkRun.Async;

/// <summary>How many partitions each replica has: as evenly as possible, those that have been there longest first.</summary>
internal static class Quota
{
    /// <summary>
    /// The quotas of all ranks add up to the partitions and differ by at most one. When the replica of a rank leaves, no quota of another becomes smaller; one that is added at the end takes no more than its own quota from the others.
    /// </summary>
    public static int Of(int partitions, Place place) =>
        place.Rank >= partitions ? 0 : (partitions - place.Rank + place.Replicas - 1) / place.Replicas;
}

/// <summary>Where a replica stands among those that are there.</summary>
/// <param name="Rank">From 0.</param>
/// <param name="Replicas">How many there are, this one among them.</param>
internal readonly record struct Place(int Rank, int Replicas);
