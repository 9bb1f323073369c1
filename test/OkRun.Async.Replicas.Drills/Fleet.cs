namespace OkRun.Async.Replicas.Drills;

/// <summary>Three replicas, what they have said, and how things stand.</summary>
internal sealed class Fleet(PostgresServer server, bool isPlain) : IAsyncDisposable
{
    private readonly Dictionary<string, ReplicaProcess> _replicas = [];
    private readonly List<Said> _said = [];

    public IReadOnlyList<Said> Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    public PostgresServer Server => server;

    public bool IsPlain => isPlain;

    /// <summary>Replicas that are frozen now: they lead nothing, whatever they have said last.</summary>
    public HashSet<string> Frozen { get; } = [];

    public ReplicaProcess this[string id] => _replicas[id];

    public void Start(string id) => _replicas[id] = new(id, server, isPlain, said =>
    {
        lock (_said)
        {
            _said.Add(said);
        }
    });

    public async Task EndAsync(string id)
    {
        await _replicas[id].DisposeAsync();
        _replicas.Remove(id);
        lock (_said)
        {
            _said.Add(new(id, DateTimeOffset.UtcNow, "gone", new Dictionary<string, string>()));
        }
    }

    public bool AllRun => _replicas.Values.All(static each => !each.HasExited);

    /// <summary>The leader: the last that said so and has not said, or shown, that it stopped.</summary>
    public Said? Leader => Said.LastOrDefault(each => each.What == "leading" && EndOf(each) is null && !Frozen.Contains(each.Replica));

    /// <summary>When a leader, or a holder of a partition, had stopped: it said so, or was killed. Null while it has not.</summary>
    public DateTimeOffset? EndOf(Said start)
    {
        var said = Said;
        return said.Skip(said.ToList().IndexOf(start) + 1).FirstOrDefault(each => each.Replica == start.Replica && (each.What == "gone"
            || (each.What == "stopped-leading" && start.What == "leading" && each.Term == start.Term)
            || (each.What == "partition-stopped" && start.What == "partition-started" && each.Name == start.Name)))?.At;
    }

    public Said[] Holdings => [.. Said.Where(each => each.What == "partition-started" && EndOf(each) is null && !Frozen.Contains(each.Replica))];

    /// <summary>Whether all partitions are held, each once, evenly, by the replicas that are there.</summary>
    public bool IsEven(int replicas)
    {
        var holdings = Holdings;
        var sizes = holdings.GroupBy(static each => each.Replica).Select(static each => each.Count()).ToArray();
        return holdings.Length == 6 && holdings.Select(static each => each.Name).Distinct().Count() == 6 && sizes.Length == replicas && sizes.Max() - sizes.Min() <= 1;
    }

    /// <summary>Waits; false when it takes too long.</summary>
    public static async Task<bool> WithinAsync(TimeSpan limit, Func<bool> condition)
    {
        var until = DateTimeOffset.UtcNow + limit;
        while (!condition())
        {
            if (DateTimeOffset.UtcNow > until)
            {
                return false;
            }

            await Task.Delay(20);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas.Values)
        {
            await replica.DisposeAsync();
        }
    }
}
