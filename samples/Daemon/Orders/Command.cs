namespace OrderDesk;

/// <summary>What the desk can be asked to do.</summary>
public abstract record Command;

public sealed record PlaceOrder(string Item, int Quantity) : Command;

public sealed record MoveOrder(long Id, OrderState To) : Command;

/// <summary>One command, not a list of orders to cancel: which orders are unpaid is decided in the queue, where no payment can slip in between.</summary>
public sealed record CancelUnpaid(TimeSpan OlderThan) : Command;
