using System.Text.Json.Serialization;

namespace OrderDesk;

/// <summary>Orders as JSON, generated at compile time, and strict: a misspelt, doubled, missing or null member is an error and not a default.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(IEnumerable<Order>))]
[JsonSerializable(typeof(OrderRequest))]
public sealed partial class OrderJson : JsonSerializerContext;
