namespace OrderDesk;

/// <summary>An order: what clients see, and what a line of the log holds.</summary>
public sealed record Order(long Id, string Item, int Quantity, OrderState State, DateTimeOffset PlacedAt)
{
    /// <summary>The rules of the desk, all of them.</summary>
    public bool CanBecome(OrderState next) => (State, next) is
        (OrderState.Placed, OrderState.Paid) or
        (OrderState.Paid, OrderState.Shipped) or
        (OrderState.Placed or OrderState.Paid, OrderState.Cancelled);
}
