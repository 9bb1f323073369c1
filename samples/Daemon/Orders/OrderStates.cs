namespace OrderDesk;

/// <summary>The states as words, the same in JSON, in queries and in messages.</summary>
public static class OrderStates
{
    public static string Text(this OrderState state) => state switch
    {
        OrderState.Placed => "placed",
        OrderState.Paid => "paid",
        OrderState.Shipped => "shipped",
        _ => "cancelled",
    };

    /// <summary>Stricter than <c>Enum.TryParse</c>, which takes "1" and "PAID" as well.</summary>
    public static OrderState? Parse(string? text) =>
        Enum.GetValues<OrderState>().Where(state => state.Text() == text).Select(state => (OrderState?)state).FirstOrDefault();
}
