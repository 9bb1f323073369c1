using OkRun.Async.Views;

namespace OkRun.Async.Page;

/// <summary>What a stream sends of a group: all of it, or only what has changed since the last time.</summary>
internal static class Delta
{
    /// <summary>Null if nothing has changed but the time.</summary>
    public static GroupView? Between(GroupView? before, GroupView now)
    {
        if (before is null || before.Run != now.Run || before.StartedAt != now.StartedAt || !before.Actors.Select(actor => actor.Id).SequenceEqual(now.Actors.Select(actor => actor.Id)))
        {
            return now;
        }

        ActorView[] changed = [.. now.Actors.Zip(before.Actors).Where(pair => pair.First != pair.Second).Select(pair => pair.First)];
        return changed.Length == 0 && IsSame(before, now) ? null : now with { Partial = true, Actors = changed, Earlier = ReferenceEquals(before.Earlier, now.Earlier) ? null : now.Earlier };
    }

    private static bool IsSame(GroupView before, GroupView now) =>
        before.State == now.State && before.SinceMs == now.SinceMs && before.StoppedMs == now.StoppedMs && before.Stop == now.Stop && ReferenceEquals(before.Earlier, now.Earlier)
        && before.WaitingFor.SequenceEqual(now.WaitingFor) && before.Next.SequenceEqual(now.Next);
}
