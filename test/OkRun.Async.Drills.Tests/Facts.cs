using System.Text.Json.Nodes;

namespace OkRun.Async.Drills.Tests;

/// <summary>What the page says of a group, in a few words.</summary>
internal static class Facts
{
    /// <summary>Such as <c>Stopping, Failed by queue</c>.</summary>
    public static string Stop(JsonObject group) => $"{group["state"]}, {group["stop"]?["reason"] ?? "no stop"}{(group["stop"]?["actor"] is { } actor ? $" by {actor}" : "")}";

    /// <summary>Such as <c>queue (Hook), then store</c>.</summary>
    public static string Waits(JsonObject group)
    {
        var guilty = group["waitingFor"]!.AsArray().Select(each => $"{each!["actor"]} ({string.Join(" ", each["running"]!.AsArray())})");
        var next = group["next"]!.AsArray().Select(each => $"{each!["actor"]}").ToArray();
        return string.Join(", ", guilty) + (next.Length == 0 ? "" : $", then {string.Join(", ", next)}");
    }

    public static bool IsWaitedFor(JsonObject group, string waits) => (string?)group["state"] == "Stopping" && Waits(group) == waits;
}
