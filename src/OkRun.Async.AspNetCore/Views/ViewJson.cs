using System.Text.Json.Serialization;

namespace OkRun.Async.Views;

/// <summary>How views are written and read, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GroupsView))]
[JsonSerializable(typeof(IReadOnlyList<GroupView>))]
internal sealed partial class ViewJson : JsonSerializerContext;
