namespace Monitoring;

/// <summary>Scrapes one target on its own clock. Whatever the target does is the target's failure alone.</summary>
public sealed class TargetLoop(Target first, Store store, CancellationToken stop)
{
    private const long LargestBody = 64 << 20; // where no limit is given: an endless body must not be our end
    private static readonly HttpClient _client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly uint _phase = (uint)first.Key.GetHashCode();
    private IReadOnlyCollection<Labels> _series = [];
    private long _lastDue;
    public Latest<Target> Target { get; } = new(first);

    /// <summary>How it was when it was last scraped; null before. No error is a good scrape.</summary>
    public (string? Error, DateTimeOffset At, TimeSpan Took)? Health { get; private set; }

    /// <summary>Its end. It begins where this is first asked for.</summary>
    public Task Completion => field ??= RunAsync();

    /// <summary>Ends the loop: the target is no more, and its series have vanished.</summary>
    public void Leave() => _end.Cancel();

    private async Task RunAsync()
    {
        try { while (true) { await DueAsync(); await ScrapeAsync(Target.Value); } }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        catch (OperationCanceledException) when (_end.IsCancellationRequested) { await store.AppendAsync([], [.. _series, .. Reports(0, default, 0).Select(report => report.Labels)], Now()); _end.Dispose(); }
    }

    /// <summary>Waits for the target's turn, which comes once in each interval, and not at the same time as the others'.</summary>
    private async Task DueAsync()
    {
        long now, due;
        do
        {
            now = Environment.TickCount64;
            var (last, interval) = (Math.Max(now, _lastDue), (long)Target.Value.Job.ScrapeInterval.TotalMilliseconds);
            due = last + interval - ((last + _phase) % interval);
        }
        while (await Target.IsReplacedAsync(TimeSpan.FromMilliseconds(due - now), _end.Token)); // perhaps by one with another interval
        _lastDue = due;
    }

    private async Task ScrapeAsync(Target target)
    {
        var (time, begun) = (Now(), Stopwatch.GetTimestamp());
        var (samples, error) = (new List<Sample>(), default(string));
        try
        {
            Exposition.Read(await FetchAsync(target), target.LabelsOf, samples);
            error = target.Job.SampleLimit is > 0 and var limit && samples.Count > limit ? $"sample limit exceeded: {samples.Count} instead of {limit}" : null;
        }
        catch (OperationCanceledException) when (!_end.IsCancellationRequested) { error = $"no answer within {target.Job.ScrapeTimeout.TotalSeconds} s"; }
        catch (Exception exception) when (!_end.IsCancellationRequested) { error = exception.Message; }
        var took = Stopwatch.GetElapsedTime(begun);
        var reports = Reports(error is null ? 1 : 0, took, samples.Count);
        samples = error is null ? samples : [];
        var series = samples.Select(sample => sample.Labels).ToHashSet();
        await store.AppendAsync([.. samples, .. reports], _series.Where(labels => !series.Contains(labels)), time);
        _series = series;
        Health = (error, DateTimeOffset.FromUnixTimeMilliseconds(time), took);
    }

    private async Task<string> FetchAsync(Target target)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(target.Job.ScrapeTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, target.Url) { Headers = { { "Accept", "text/plain;version=0.0.4,*/*;q=0.1" }, { "User-Agent", "Monitor" } } };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await using var content = response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStreamAsync(limit.Token)
            : throw new HttpRequestException($"server returned HTTP status {(int)response.StatusCode} {response.ReasonPhrase}");
        using var body = new MemoryStream();
        var part = new byte[16_384];
        var largest = ConfigReader.SizeOf(target.Job.BodySizeLimit) is > 0 and var said ? said : LargestBody;
        for (int count; (count = await content.ReadAsync(part, limit.Token)) > 0; await body.WriteAsync(part.AsMemory(0, count), limit.Token))
        { _ = body.Length + count < largest ? true : throw new InvalidDataException($"body size limit exceeded: {largest} bytes"); }
        return _strict.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private IEnumerable<Sample> Reports(double up, TimeSpan took, int samples) =>
        from report in new[] { ("up", up), ("scrape_duration_seconds", took.TotalSeconds), ("scrape_samples_scraped", samples) }
        select new Sample(Target.Value.LabelsOf([new("__name__", report.Item1)]), report.Item2);

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
