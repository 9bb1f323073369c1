namespace OkRun.Async;

/// <summary>What a leader-only actor, or a partition, does at the moment, for metrics, health checks and people. Safe for use by several threads at once.</summary>
/// <param name="name">What it is called.</param>
/// <param name="scope">The actor that reports it; null for a partition, which is counted only.</param>
/// <param name="clock">Tells since when.</param>
internal sealed class Standing(string name, ActorScope? scope, TimeProvider clock) : IDisposable
{
    private readonly object _lock = new();
    private LeaderRole? _role;
    private DateTimeOffset _since;

    public void Set(LeaderRole role, LeaderTerm? term = null)
    {
        DateTimeOffset since;
        lock (_lock)
        {
            if (role != _role)
            {
                _since = clock.GetUtcNow();
                Count(role);
            }

            since = term?.Since ?? _since;
        }

        scope?.Report(Detail(role, since, term));
    }

    /// <summary>It waits, and the service is away so long that people should look.</summary>
    public void SetAway(TimeSpan since) => scope?.Report(
        Detail(LeaderRole.Waiting, clock.GetUtcNow() - since, null), FormattableString.Invariant($"'{name}' has had no answer from its lock service for {since.TotalSeconds:F0} s"));

    public void Dispose()
    {
        lock (_lock)
        {
            Count(null);
        }
    }

    private void Count(LeaderRole? role)
    {
        if (_role is { } old)
        {
            Instruments.Count(name, old, -1);
        }

        _role = role;
        if (role is { } now)
        {
            Instruments.Count(name, now, 1);
        }
    }

    private static Dictionary<string, object> Detail(LeaderRole role, DateTimeOffset since, LeaderTerm? term)
    {
        var detail = new Dictionary<string, object> { ["role"] = Instruments.Text(role), ["since"] = since };
        if (term is not null)
        {
            detail["term"] = term.Number;
        }

        return detail;
    }
}
