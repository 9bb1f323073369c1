namespace OkRun.Async;

/// <summary>An actor that did not stop within its time limit.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Limit">Its limit.</param>
/// <param name="Running">What of it still runs.</param>
/// <param name="BlocksThread">Whether it has not returned its task.</param>
/// <param name="Inside">The actors inside that it waits for; empty where there are none.</param>
/// <param name="Location">The innermost method of its code; empty where none is known.</param>
/// <param name="Trace">Where its code is, as a stack trace; empty where nothing is known.</param>
internal sealed record LateActor(Actor Actor, TimeSpan Limit, ActorParts Running, bool BlocksThread, string Inside, string Location, string Trace)
{
    public static string Describe(IReadOnlyList<LateActor> late)
    {
        var count = late.Count == 1 ? "1 actor" : $"{late.Count} actors";
        return late.All(each => each.Limit == late[0].Limit)
            ? $"{count} did not stop within {late[0].Limit}: {string.Join(", ", late)}."
            : $"{count} did not stop in time: {string.Join(", ", late.Select(each => $"{each} within {each.Limit}"))}.";
    }

    /// <summary>Such as <c>the hook of 'queue' (at OrderMachine.CloseAsync in OrderMachine.cs:line 51)</c>.</summary>
    public override string ToString() => Waiting.Part(Actor.Name, Running) + Waiting.Remarks(
        BlocksThread ? "has blocked its thread since its start" : null,
        Inside.Length == 0 ? null : $"waiting for {Inside}",
        Location.Length == 0 ? null : $"at {Location}");
}
