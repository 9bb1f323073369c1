using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OrderDesk;

/// <summary>What a client may say about the order it places.</summary>
public sealed record OrderRequest(string Item = "tea", int Quantity = 1)
{
    private const int LongestItem = 100;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw => this switch
    {
        { Item: var item } when string.IsNullOrWhiteSpace(item) => "The item is empty.",
        { Item.Length: > LongestItem } => $"The item is longer than {LongestItem} characters.",
        { Quantity: < 1 } => "The quantity is less than 1.",
        _ => null,
    };

    /// <summary>Reads the body, whatever its content type says: <c>curl -d '{}'</c> says that it is a form.</summary>
    /// <exception cref="BadHttpRequestException">The body is malformed, or too large.</exception>
    public static async Task<OrderRequest> ReadAsync(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var order = await JsonSerializer.DeserializeAsync(request.Body, OrderJson.Default.OrderRequest, request.HttpContext.RequestAborted)
                ?? throw new BadHttpRequestException("The body is null.");
            return order.Flaw is { } flaw ? throw new BadHttpRequestException(flaw) : order;
        }
        catch (JsonException exception)
        {
            // Where, but not in its own words: those name our types.
            throw new BadHttpRequestException($$"""The body is not like {"item": "tea", "quantity": 2}, at {{exception.Path ?? "$"}}.""", exception);
        }
    }
}
