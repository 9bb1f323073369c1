using System.Text.Json.Serialization;

namespace OrderDesk;

/// <summary>How far an order has come: placed, paid, shipped; or cancelled on the way.</summary>
public enum OrderState
{
    [JsonStringEnumMemberName("placed")]
    Placed,

    [JsonStringEnumMemberName("paid")]
    Paid,

    [JsonStringEnumMemberName("shipped")]
    Shipped,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
