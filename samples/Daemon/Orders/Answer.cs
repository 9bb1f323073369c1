namespace OrderDesk;

/// <summary>What the desk answers.</summary>
public abstract record Answer;

/// <summary>The command was carried out, and survives us: these are the orders it changed, as they were then.</summary>
public sealed record Accepted(params IReadOnlyList<Order> Orders) : Answer;

/// <summary>The command was not carried out.</summary>
public sealed record Refused(Refusal Reason, string Text) : Answer;

public enum Refusal
{
    UnknownOrder,
    IllegalTransition,
    Busy,
    Stopped,
}
