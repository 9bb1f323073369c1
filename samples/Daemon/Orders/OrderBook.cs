using System.Collections.Immutable;

namespace OrderDesk;

/// <summary>All orders at one moment. Immutable and pure: it decides, and other code has the effects.</summary>
public sealed class OrderBook
{
    private readonly ImmutableSortedDictionary<long, Order> _orders;

    private OrderBook(ImmutableSortedDictionary<long, Order> orders) => _orders = orders;

    public static OrderBook Empty { get; } = new(ImmutableSortedDictionary<long, Order>.Empty);

    public IEnumerable<Order> Orders => _orders.Values;

    private long NextId => _orders.Count + 1; // orders are never removed

    public Order? Find(long id) => _orders.GetValueOrDefault(id);

    public int Count(OrderState state) => Orders.Count(order => order.State == state);

    /// <summary>What the command would change. Nothing has changed yet: that is <see cref="TryWith"/>.</summary>
    public Answer Decide(Command command, DateTimeOffset now) => command switch
    {
        PlaceOrder place => new Accepted(new Order(NextId, place.Item, place.Quantity, OrderState.Placed, now)),
        MoveOrder move => Decide(move),
        CancelUnpaid unpaid => new Accepted([.. Orders
            .Where(order => order.State == OrderState.Placed && now - order.PlacedAt > unpaid.OlderThan)
            .Select(order => order with { State = OrderState.Cancelled })]),
        _ => throw new ArgumentException($"Unknown command: {command}.", nameof(command)),
    };

    /// <summary>The book after this transition; null when the rules do not allow it. What was accepted is allowed, but a log may hold anything.</summary>
    public OrderBook? TryWith(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var before = Find(order.Id);
        var isAllowed = before is null
            ? order.Id == NextId && order.State == OrderState.Placed
            : before.CanBecome(order.State) && order == before with { State = order.State };
        return isAllowed ? new(_orders.SetItem(order.Id, order)) : null;
    }

    private Answer Decide(MoveOrder move) => Find(move.Id) switch
    {
        null => new Refused(Refusal.UnknownOrder, $"There is no order {move.Id}."),
        var order when order.CanBecome(move.To) => new Accepted(order with { State = move.To }),
        var order => new Refused(Refusal.IllegalTransition, $"Order {order.Id} is {order.State.Text()} and cannot become {move.To.Text()}."),
    };
}
