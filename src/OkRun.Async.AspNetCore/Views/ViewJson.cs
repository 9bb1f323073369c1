using System.Text.Json.Serialization;

namespace OkRun.Async.Views;

/// <summary>How views are written, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GroupsView))]
internal sealed partial class ViewJson : JsonSerializerContext;
