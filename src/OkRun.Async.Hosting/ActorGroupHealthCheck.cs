using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OkRun.Async;

/// <summary>Healthy is: every actor is ready and nothing stops. The data names each actor's state.</summary>
internal sealed class ActorGroupHealthCheck(HostedActorGroup group) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var actors = group.Run?.Actors ?? [];
        var data = new Dictionary<string, object>();
        foreach (var (status, index) in actors.Select((status, index) => (status, index)))
        {
            var name = data.ContainsKey(status.Actor.Name) ? $"{status.Actor.Name} ({index + 1})" : status.Actor.Name;
            data.Add(name, status.State.ToString());
        }

        return Task.FromResult(group.IsUp
            ? HealthCheckResult.Healthy($"The actor group '{group.Name}' is ready.", data)
            : new(context.Registration.FailureStatus, Describe(actors), data: data));
    }

    private string Describe(IReadOnlyList<ActorStatus> actors) => actors switch
    {
        [] => $"The actor group '{group.Name}' has not been started.",
        _ when group.Run is { Completion.IsCompleted: true } => $"The actor group '{group.Name}' has stopped{Listed("; ", actors.Where(HasFailed))}.",
        _ => $"The actor group '{group.Name}' is not ready{Listed(": ", actors.Where(IsNotUp))}.",
    };

    private static string Listed(string separator, IEnumerable<ActorStatus> actors) =>
        string.Join(", ", actors.Select(status => $"'{status.Actor.Name}' is {status.State}")) is { Length: > 0 } list ? separator + list : "";

    private static bool HasFailed(ActorStatus status) => status.State is ActorState.Failed or ActorState.Abandoned;

    private static bool IsNotUp(ActorStatus status) => status.State != ActorState.Ready && !(status.Actor.OneShot && status.State == ActorState.Ended);
}
