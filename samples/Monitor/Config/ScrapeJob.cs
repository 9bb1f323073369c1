namespace Monitoring;

/// <summary>The part of prometheus.yml that Monitor knows. Durations and limits of 0 are none.</summary>
public sealed record ConfigDocument { public GlobalSection? Global { get; init; } public List<ScrapeJob?>? ScrapeConfigs { get; init; } }

/// <summary>What a job may say, and the global section for all jobs that do not.</summary>
public record GlobalSection { public TimeSpan ScrapeInterval { get; init; } public TimeSpan ScrapeTimeout { get; init; } }

/// <summary>One of the scrape_configs.</summary>
public sealed record ScrapeJob : GlobalSection
{
    public string? JobName { get; init; }
    public string? Scheme { get; init; }
    public string? MetricsPath { get; init; }
    public long SampleLimit { get; init; }
    public string? BodySizeLimit { get; init; }
    public List<TargetGroup?>? StaticConfigs { get; init; }
    public List<TargetFiles?>? FileSdConfigs { get; init; }
}

/// <summary>Addresses that have labels in common.</summary>
public sealed record TargetGroup { public List<string?>? Targets { get; init; } public Dictionary<string, string?>? Labels { get; init; } }

/// <summary>Files of target groups, with wildcards in the last part of their names.</summary>
public sealed record TargetFiles { public List<string?>? Files { get; init; } public TimeSpan RefreshInterval { get; init; } }
