namespace Monitoring;

/// <summary>Makes targets of the config and its target files, and looks at the files again from time to time.</summary>
public sealed class TargetFinder(Latest<IReadOnlyList<ScrapeJob>> config, TextWriter errors)
{
    private readonly Dictionary<string, (IReadOnlyList<TargetGroup> Groups, string? Flaw)> _files = [];
    public Latest<IReadOnlyList<Target>> Targets { get; } = new([]);

    /// <summary>Ready when the targets of the first config are known.</summary>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        while (true)
        {
            var targets = new List<Target>();
            foreach (var job in config.Value)
            {
                var groups = job.StaticConfigs!.ToList();
                foreach (var file in job.FileSdConfigs!.SelectMany(each => each!.Files!).SelectMany(Expand!).Distinct()) { groups.AddRange(await ReadAsync(file)); }
                targets.AddRange(groups.SelectMany(group => group!.Targets ?? [], (group, address) => Target.Of(job, group!, address!)));
            }
            Targets.Replace([.. targets.DistinctBy(target => target.Key)]);
            ready();
            await config.IsReplacedAsync(config.Value.SelectMany(job => job.FileSdConfigs!).Select(each => each!.RefreshInterval).Append(TimeSpan.FromDays(1)).Min(), cancellationToken);
        }
    }

    /// <summary>The targets in a file. Where it is broken, or only half written, those that were known.</summary>
    private async Task<IReadOnlyList<TargetGroup>> ReadAsync(string file)
    {
        var (groups, flaw) = _files.GetValueOrDefault(file, ([], null));
        try { (groups, flaw) = (ConfigReader.ReadTargets(await File.ReadAllTextAsync(file)), null); }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await (flaw == exception.Message ? Task.CompletedTask : errors.WriteLineAsync($"{file}: {exception.Message}; its targets stay as they were.")); // told once
            flaw = exception.Message;
        }
        _files[file] = (groups, flaw);
        return groups;
    }

    private static string[] Expand(string pattern)
    {
        var name = Path.GetFileName(pattern);
        try { return [.. Directory.GetFiles(Path.GetDirectoryName(pattern)!).Where(file => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(file), false)).Order()]; }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { return []; } // there is no such folder, yet
    }
}
