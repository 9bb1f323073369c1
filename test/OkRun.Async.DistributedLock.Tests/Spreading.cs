using System.Collections.Concurrent;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Law 8: partitions, spread over replicas.</summary>
public sealed class Spreading
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);
    private static readonly string[] _six = [.. Enumerable.Range(0, 6).Select(i => $"p{i}")];

    private readonly Story _story = new();
    private readonly ConcurrentDictionary<string, string> _holders = new(); // partition -> replica; two holders fail the test
    private readonly ConcurrentQueue<string> _violations = new();

    [Fact]
    public async Task One_replica_has_all_and_is_ready()
    {
        await using var a = Start("A", _six);

        await a.Ready.OrHang();
        await Settle(["A"], _six.Length);

        Assert.Empty(_violations);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(2)]
    public async Task Replicas_that_come_get_their_part_and_only_the_surplus_moves(int count)
    {
        string[] partitions = [.. Enumerable.Range(0, count).Select(i => $"p{i}")];
        await using var a = Start("A", partitions);
        await Settle(["A"], count);
        await using var b = Start("B", partitions);
        await Settle(["A", "B"], count);
        await using var c = Start("C", partitions);
        await Settle(["A", "B", "C"], count);

        var starts = _story.Recorder.Lines.Count(line => line.StartsWith("started ", StringComparison.Ordinal));
        Assert.Equal(count + (count / 2) + (count / 3), starts); // each newcomer takes its part, and nothing else moves
        Assert.Empty(_violations);
    }

    [Fact]
    public async Task What_a_replica_held_that_goes_is_taken_by_the_others()
    {
        await using var a = Start("A", _six);
        await using var b = Start("B", _six);
        await using var c = Start("C", _six);
        await Settle(["A", "B", "C"], 6);
        var kept = HeldBy("B").Concat(HeldBy("C")).ToArray();

        a.Stop();
        await a.Completion.OrHang();
        await Settle(["B", "C"], 6);

        Assert.All(kept, partition => Assert.Equal(1, _story.Recorder.Count($"started {partition} {_holders[partition]}")));
        Assert.Empty(_violations);
    }

    [Fact]
    public async Task A_stop_releases_all_partitions_after_their_actors_and_the_seat_last()
    {
        await using var a = Start("A", _six);
        await Settle(["A"], 6);

        a.Stop();
        await a.Completion.OrHang();

        Assert.Empty(_story.Service.Held);
        foreach (var partition in _six)
        {
            _story.Recorder.AssertOrder($"ended {partition} A", $"released jobs/partition/{partition}");
        }

        Assert.Equal("released jobs/replica/0", _story.Recorder.Lines[^1]);
    }

    [Fact]
    public async Task A_partition_that_is_lost_stops_and_is_led_again()
    {
        await using var a = Start("A", _six);
        await Settle(["A"], 6);

        _story.Service.Lose("jobs/partition/p3");
        await _story.Seen("A stopped jobs/p3 0 Lost"); // time stands still, or the actors could be too late
        await Eventually.True(() =>
        {
            _story.Clock.Advance(_period);
            return _story.Recorder.Count("started p3 A") == 2;
        });

        Assert.All(_six.Except(["p3"]), partition => Assert.Equal(1, _story.Recorder.Count($"started {partition} A")));
        Assert.False(a.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_seat_that_is_lost_is_taken_again_and_moves_nothing()
    {
        await using var a = Start("A", _six);
        await Settle(["A"], 6);

        _story.Service.Lose("jobs/replica/0");
        await Eventually.True(() =>
        {
            _story.Clock.Advance(_period);
            return _story.Service.Held.Any(each => each.Name.StartsWith("jobs/replica/", StringComparison.Ordinal) && !each.IsReader);
        });

        Assert.Equal(6, HeldBy("A").Count());
        Assert.All(_six, partition => Assert.Equal(1, _story.Recorder.Count($"started {partition} A")));
    }

    [Fact]
    public async Task More_replicas_than_seats_wait_as_standbys_and_say_so()
    {
        await using var a = Start("A", _six, maxReplicas: 2);
        await using var b = Start("B", _six, maxReplicas: 2);
        await Settle(["A", "B"], 6);
        await using var c = Start("C", _six, maxReplicas: 2);
        await _story.PassUntil("C waiting jobs", _period);
        await c.Ready.OrHang();
        Assert.Empty(HeldBy("C"));

        a.Stop();
        await a.Completion.OrHang();
        await Settle(["B", "C"], 6);

        Assert.Equal(1, _story.Recorder.Count("C waiting jobs"));
    }

    [Fact]
    public async Task A_service_that_is_away_moves_nothing_and_is_told_once()
    {
        await using var a = Start("A", _six);
        await Settle(["A"], 6);

        _story.Service.Away = new IOException("away");
        var requests = _story.Service.Requests;
        await Eventually.True(() =>
        {
            _story.Clock.Advance(_period);
            return _story.Service.Requests >= requests + 3;
        });

        Assert.Equal(1, _story.Recorder.Count("A unavailable jobs"));
        Assert.Equal(6, HeldBy("A").Count());
    }

    [Fact]
    public async Task A_number_that_cannot_be_taken_is_told_once_and_asked_for_again()
    {
        var (isAway, asked) = (true, 0);
        var options = new SpreadOptions
        {
            TimeProvider = _story.Clock,
            Observer = _story.ObserverOf("A"),
            BeginTerm = (_, _) => Interlocked.Increment(ref asked) > 0 && Volatile.Read(ref isAway) ? throw new IOException("away") : new(1),
        };
        await using var run = new ActorGroup { _story.Service.Spread("jobs", ["p0", "p1"], (partition, _) => [_story.Recording(partition)], options) }.Start();
        await PassUntil(() => Volatile.Read(ref asked) > 6 && run.Actors[0].Degraded is not null);

        Volatile.Write(ref isAway, false);
        await PassUntil(() => _story.Recorder.Count("began p0") == 1 && _story.Recorder.Count("began p1") == 1 && run.Actors[0].Degraded is null);

        Assert.Equal(1, _story.Recorder.Count("A unavailable jobs"));
    }

    [Fact]
    public async Task A_partition_that_fails_ends_the_actor_after_the_others_have_stopped()
    {
        var failure = new IOException("p1");
        var fail = new Signal();
        await using var run = new ActorGroup
        {
            _story.Service.Spread(
                "jobs", ["p0", "p1"], (partition, _) => [partition == "p1" ? new Actor("work", Work.Fails(failure, fail)) : _story.Recording("p0")],
                new SpreadOptions { TimeProvider = _story.Clock }),
        }.Start();
        await _story.Seen("began p0");

        fail.Happen();
        var ended = await run.Completion.EndOrHang();

        Assert.Equal([failure], ended.Exception!.InnerExceptions);
        _story.Recorder.AssertOrder("finished p0", "released jobs/partition/p0");
        Assert.Empty(_story.Service.Held);
    }

    [Fact]
    public async Task No_request_waits_at_the_service()
    {
        await using var a = Start("A", _six);
        await using var b = Start("B", _six);
        await Settle(["A", "B"], 6);

        Assert.DoesNotContain(_story.Recorder.Lines, line => line.StartsWith("queued ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("p0", "p0")]
    [InlineData("p0", " ")]
    public void Each_partition_needs_a_name_of_its_own(string first, string second) =>
        Assert.Throws<ArgumentException>("partitions", () => _story.Service.Spread("jobs", [first, second], (_, _) => []));

    private ActorGroupRun Start(string replica, string[] partitions, int maxReplicas = 16) => new ActorGroup
    {
        _story.Service.Spread("jobs", partitions, (partition, _) => [new Actor("work", token => HoldAsync(partition, replica, token))],
            new SpreadOptions { TimeProvider = _story.Clock, Observer = _story.ObserverOf(replica), MaxReplicas = maxReplicas }),
    }.Start();

    private async Task HoldAsync(string partition, string replica, CancellationToken token)
    {
        _story.Recorder.Write($"started {partition} {replica}"); // first: what is held has been counted
        if (!_holders.TryAdd(partition, replica))
        {
            _violations.Enqueue($"{replica} and {_holders[partition]} hold {partition}");
        }

        await Work.UntilTold(token);
        _story.Recorder.Write($"ended {partition} {replica}");
        _holders.TryRemove(partition, out _);
    }

    private IEnumerable<string> HeldBy(string replica) => _holders.Where(each => each.Value == replica).Select(each => each.Key);

    private Task PassUntil(Func<bool> condition) => Eventually.True(() =>
    {
        _story.Clock.Advance(_period);
        return condition();
    });

    /// <summary>Lets time pass until all partitions are held, evenly, by these replicas.</summary>
    private Task Settle(string[] replicas, int count) => Eventually.True(() =>
    {
        _story.Clock.Advance(_period);
        var sizes = replicas.Select(replica => HeldBy(replica).Count()).ToArray();
        return sizes.Sum() == count && sizes.Max() - sizes.Min() <= 1;
    });
}
