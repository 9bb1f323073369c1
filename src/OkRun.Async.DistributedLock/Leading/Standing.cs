namespace OkRun.Async;

/// <summary>What a leader-only actor, or a partition, does at the moment, for metrics, health checks and people. Safe for use by several threads at once.</summary>
/// <param name="name">What it is called.</param>
/// <param name="scope">The actor that reports it; null for a partition, which is counted only.</param>
/// <param name="clock">Tells since when.</param>
internal sealed class Standing(string name, ActorScope? scope, TimeProvider clock) : IDisposable
{
    private readonly object _lock = new();
    private LeaderRole? _role;
    private LeaderTerm? _term;
    private DateTimeOffset _since;
    private string? _degraded;

    /// <summary>Whether it leads at this moment.</summary>
    public bool Leads
    {
        get
        {
            lock (_lock)
            {
                return _role == LeaderRole.Leading;
            }
        }
    }

    /// <summary>It does something else now. A new role ends a degradation; the same one changes nothing.</summary>
    public void Set(LeaderRole role, LeaderTerm? term = null)
    {
        var since = term?.Since ?? clock.GetUtcNow();
        lock (_lock)
        {
            if (role == _role && term == _term)
            {
                return;
            }

            (_term, _since, _degraded) = (term, since, null);
            CountNoLock(role);
            ReportNoLock();
        }
    }

    /// <summary>The service is away so long that people should look; null when it has answered.</summary>
    public void SetAway(DateTimeOffset? since)
    {
        var degraded = since is { } moment ? FormattableString.Invariant($"'{name}' has had no answer from its lock service, or the store of its terms, since {moment:u}") : null;
        lock (_lock)
        {
            if (degraded != _degraded)
            {
                _degraded = degraded;
                ReportNoLock();
            }
        }
    }

    /// <summary>It has ended: it does nothing, and says nothing.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            CountNoLock(null);
        }

        scope?.Report(null);
    }

    private void CountNoLock(LeaderRole? role)
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

    private void ReportNoLock()
    {
        if (scope is null || _role is not { } role)
        {
            return;
        }

        var detail = new Dictionary<string, object> { ["role"] = Instruments.Text(role), ["since"] = _since };
        if (_term is { } term)
        {
            detail["term"] = term.Number;
        }

        scope.Report(detail, _degraded);
    }
}
