using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OkRun.Async;

/// <summary>Healthy is: every actor is ready or has done its part, and nothing stops. The data has each actor's state.</summary>
internal sealed class ActorGroupHealthCheck(HostedActorGroup group, HealthStatus degradedStatus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var actors = group.Run?.Actors ?? [];
        var data = Data(actors);
        string[] degradations = [.. group.Degradations, .. actors.Select(static status => status.Degraded).OfType<string>()];
        return Task.FromResult((group.IsUp, degradations) switch
        {
            (false, _) => new(context.Registration.FailureStatus, Describe(actors), data: data),
            (_, []) => HealthCheckResult.Healthy($"The actor group '{group.Name}' {(group.HasNoActors ? "has no actors" : "is ready")}.", data),
            (_, var reasons) => new(degradedStatus, $"The actor group '{group.Name}' is degraded: {string.Join("; ", reasons)}.", data: data),
        });
    }

    /// <summary>Names need not be unique. For display, the second actor with a name gets a number that no other has.</summary>
    private static Dictionary<string, object> Data(IReadOnlyList<ActorStatus> actors)
    {
        var data = new Dictionary<string, object>();
        var names = actors.GroupBy(static status => status.Actor.Name, StringComparer.Ordinal).ToDictionary(static each => each.Key, static _ => 1, StringComparer.Ordinal);
        var details = new List<(string Key, object Value)>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var status in actors)
        {
            var name = status.Actor.Name;
            while ((name != status.Actor.Name && names.ContainsKey(name)) || !taken.Add(name))
            {
                name = $"{status.Actor.Name} ({(++names[status.Actor.Name]).ToString(CultureInfo.InvariantCulture)})";
            }

            data.Add(name, status.State + (Waiting.Blocked(status) is { } blocked ? $", {blocked}" : ""));
            foreach (var detail in status.Detail ?? Enumerable.Empty<KeyValuePair<string, object>>())
            {
                details.Add(($"{name}.{detail.Key}", detail.Value));
            }
        }

        foreach (var (key, value) in details.Where(each => taken.Add(each.Key))) // the state of an actor that is called so is worth more
        {
            data.Add(key, value);
        }

        return data;
    }

    private string Describe(IReadOnlyList<ActorStatus> actors) => $"The actor group '{group.Name}' " + (actors switch
    {
        [] => "has not been started.",
        _ when group.Run is { Completion.IsCompleted: true } => $"has stopped{Failed(actors)}.",
        _ when group.Stopping.IsCompleted => $"stops: {Waiting.ForLateStop(actors)}{Failed(actors)}.",
        _ when group.Run is { Ready.IsCompleted: true } => "is about to stop with its host.",
        _ => $"is not ready: {Waiting.ForStart(actors)}.",
    });

    private static string Failed(IReadOnlyList<ActorStatus> actors)
    {
        ActorStatus[] failed = [.. actors.Where(static status => status.State is ActorState.Failed or ActorState.Abandoned)];
        return failed.Length == 0 ? "" : $"; {Waiting.List(failed, static status => $"'{status.Actor.Name}' is {status.State}")}";
    }
}
