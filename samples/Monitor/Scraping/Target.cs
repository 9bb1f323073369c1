namespace Monitoring;

/// <summary>What is scraped: an address, and the labels that all of its series get.</summary>
public sealed partial record Target(ScrapeJob Job, string Url, Labels Labels)
{
    /// <summary>What makes it the same target under another config.</summary>
    public (string? Job, string Url, Labels Labels) Key => (Job.JobName, Url, Labels);

    public static Target Of(ScrapeJob job, TargetGroup group, string address)
    {
        var all = new Dictionary<string, string?>(group.Labels ?? []);
        string Value(string name, string otherwise) => all[name] = all.GetValueOrDefault(name) is { Length: > 0 } value ? value : otherwise;
        var host = Value("__address__", address);
        host = HasNoPort().IsMatch(host) ? $"{host}:80" : host;
        var path = Value("__metrics_path__", job.MetricsPath!).TrimStart('/').Replace("?", "%3F", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal);
        Value("job", job.JobName!);
        Value("instance", host);
        return new(job, $"http://{host}/{path}", new(all.Where(label => !label.Key.StartsWith("__", StringComparison.Ordinal))));
    }

    /// <summary>The labels of a series: the target's, and the scraped ones, of which one that the target has too is kept as <c>exported_NAME</c>.</summary>
    public Labels LabelsOf(IEnumerable<KeyValuePair<string, string?>> scraped)
    {
        var own = new Labels(scraped);
        var all = Labels.Values.Concat(own.Values).DistinctBy(label => label.Key).ToDictionary();
        foreach (var name in Labels.Values.Keys.Where(name => own[name].Length > 0).OrderBy(name => name.Length))
        {
            var exported = $"exported_{name}";
            for (; all.ContainsKey(exported); exported = $"exported_{exported}") { }
            all[exported] = own[name];
        }
        return new(all!);
    }

    [GeneratedRegex(@"^(\[[^\]]*\]|[^:\[\]]*)\z")] private static partial Regex HasNoPort();
}
