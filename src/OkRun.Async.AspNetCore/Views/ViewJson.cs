using System.Text.Json;
using System.Text.Json.Serialization;

namespace OkRun.Async.Views;

/// <summary>How views are written and read, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GroupsView))]
[JsonSerializable(typeof(IReadOnlyList<GroupView>))]
[JsonSerializable(typeof(bool))] // what reports hold
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(TimeSpan))]
[JsonSerializable(typeof(JsonElement))] // what reports of a run that was kept hold
internal sealed partial class ViewJson : JsonSerializerContext;
