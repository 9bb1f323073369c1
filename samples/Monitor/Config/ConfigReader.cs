namespace Monitoring;

/// <summary>Reads the config and the target files with the rules of Prometheus. What it refuses is an <see cref="InvalidDataException"/> with the place and the reason.</summary>
public static partial class ConfigReader
{
    private static readonly IDeserializer _yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance).WithTypeConverter(new Durations()).WithDuplicateKeyChecking().Build();

    /// <summary>The jobs, with what they take from the global section, and with full names of files.</summary>
    public static IReadOnlyList<ScrapeJob> Read(string text, string folder)
    {
        var document = Parse<ConfigDocument>(text) ?? new();
        var global = document.Global ?? new();
        global = global with { ScrapeInterval = Or(global.ScrapeInterval, TimeSpan.FromMinutes(1)) };
        Check(global.ScrapeTimeout <= global.ScrapeInterval, "global: scrape_timeout is longer than scrape_interval");
        var jobs = (document.ScrapeConfigs ?? []).Select((job, index) => Complete(job ?? new(), $"scrape_configs, job {index + 1} \"{job?.JobName}\"", global, folder)).ToList();
        var twice = jobs.CountBy(job => job.JobName!).FirstOrDefault(each => each.Value > 1).Key;
        Check(twice is null, $"scrape_configs: there is more than one job called \"{twice}\"");
        return jobs;
    }

    public static IReadOnlyList<TargetGroup> ReadTargets(string text) =>
        [.. (Parse<List<TargetGroup?>>(text) ?? throw new InvalidDataException("there is nothing in it")).Select((group, index) => Checked(group, $"group {index + 1}"))];

    /// <summary>The bytes of a size such as <c>1.5KB</c>; null where it is none.</summary>
    public static long? SizeOf(string? text)
    {
        var match = Size().Match(text ?? "0");
        return !match.Success ? null : (long)match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures, (number, unit) =>
            double.Parse(number.ValueSpan, CultureInfo.InvariantCulture) * Math.Pow(1024, "BKMGTPE".IndexOf(unit.Value[0], StringComparison.Ordinal))).Sum();
    }

    private static T? Parse<T>(string text)
    {
        try { return _yaml.Deserialize<T?>(new MergingParser(new Parser(new StringReader(text)))); }
        catch (YamlException exception) { throw new InvalidDataException($"line {exception.Start.Line}, column {exception.Start.Column}: {exception.GetBaseException().Message}", exception); }
    }

    private static ScrapeJob Complete(ScrapeJob job, string place, GlobalSection global, string folder)
    {
        var interval = Or(job.ScrapeInterval, global.ScrapeInterval);
        var timeout = Or(global.ScrapeTimeout, TimeSpan.FromSeconds(10));
        Check(!string.IsNullOrEmpty(job.JobName), $"{place}: job_name is missing or empty");
        Check(job.Scheme is null or "" or "http", $"{place}: the scheme can only be http");
        Check(interval <= TimeSpan.FromDays(24), $"{place}: scrape_interval is longer than 24d"); // timers go no further
        Check(job.ScrapeTimeout <= interval, $"{place}: scrape_timeout is longer than scrape_interval");
        Check(job.SampleLimit >= 0, $"{place}: sample_limit is negative");
        Check(SizeOf(job.BodySizeLimit) is not null, $"{place}: body_size_limit is not a size such as 10MB: \"{job.BodySizeLimit}\"");
        return job with
        {
            MetricsPath = string.IsNullOrEmpty(job.MetricsPath) ? "/metrics" : job.MetricsPath,
            ScrapeInterval = interval,
            ScrapeTimeout = Or(job.ScrapeTimeout, timeout < interval ? timeout : interval),
            StaticConfigs = [.. (job.StaticConfigs ?? []).Select(group => Checked(group, place))],
            FileSdConfigs = [.. (job.FileSdConfigs ?? []).Select(files => Complete(files?.Files ?? [], files?.RefreshInterval ?? default, place, folder))],
        };
    }

    private static TargetGroup Checked(TargetGroup? group, string place)
    {
        foreach (var address in group?.Targets ?? []) { Check(address is { Length: > 0 } && !address.Contains('/', StringComparison.Ordinal), $"{place}: \"{address}\" is not a host and a port"); }
        var name = group?.Labels?.Keys.FirstOrDefault(name => !LabelName().IsMatch(name));
        Check(name is null, $"{place}: \"{name}\" is not a label name");
        return group ?? throw new InvalidDataException($"{place}: there is nothing in it");
    }

    private static TargetFiles Complete(List<string?> files, TimeSpan refresh, string place, string folder)
    {
        Check(files.Count > 0, $"{place}: file_sd_configs without files");
        Check(files.TrueForAll(file => TargetFile().IsMatch(file ?? "")), $"{place}: not all files end in .json, .yml or .yaml and have wildcards only before that: {string.Join(", ", files)}");
        return new() { Files = [.. files.Select(file => Path.GetFullPath(file!, folder))], RefreshInterval = Or(refresh, TimeSpan.FromMinutes(5)) };
    }

    private static TimeSpan Or(TimeSpan duration, TimeSpan otherwise) => duration > TimeSpan.Zero ? duration : otherwise;
    private static void Check(bool isGood, string flaw) => _ = isGood ? true : throw new InvalidDataException(flaw);

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_]*\z")] private static partial Regex LabelName();
    [GeneratedRegex(@"^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)\z")] private static partial Regex TargetFile();
    [GeneratedRegex(@"^(0|((?<number>[0-9]+(\.[0-9]*)?|\.[0-9]+)(?<unit>B|[KMGTPE]i?B))+)\z", RegexOptions.ExplicitCapture)] private static partial Regex Size();
}
