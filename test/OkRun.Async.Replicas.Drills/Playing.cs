namespace OkRun.Async.Replicas.Drills;

/// <summary>Plays drills, one after the other, on one fleet.</summary>
internal sealed class Playing(Fleet fleet, TimeSpan patience)
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(15);

    public async Task<Result> PlayAsync(Drill drill)
    {
        var faults = new List<string>();
        await SettleAsync(faults);
        var old = fleet.Leader ?? throw new InvalidOperationException("There is no leader to begin with.");
        var begun = DateTimeOffset.UtcNow;
        await drill.Do(fleet, old.Replica);

        await Fleet.WithinAsync(patience, () => Next(old) is not null);
        var next = Next(old);
        TimeSpan? takeOver = next is null ? null : next.At - begun;
        if (!(takeOver?.TotalSeconds <= drill.Limit))
        {
            faults.Add($"the next leader came after {takeOver}, not within {drill.Limit} s");
        }

        TimeSpan? even = null;
        if (!fleet.IsPlain)
        {
            if (await Fleet.WithinAsync(_lease, () => fleet.IsEven(drill.Replicas)))
            {
                even = DateTimeOffset.UtcNow - begun;
            }
            else
            {
                faults.Add($"the partitions are not even: {string.Join(", ", fleet.Holdings.Select(static each => $"{each.Name} on {each.Replica}"))}");
            }
        }

        await Task.Delay(1500); // ticks of the new leader
        var two = TwoLeaders(begun);
        await drill.Undo(fleet, old.Replica);
        await SettleAsync(faults);
        if (two > TimeSpan.Zero)
        {
            faults.Add($"two leaders for {two}");
        }

        if (!fleet.AllRun)
        {
            faults.Add("a replica has ended");
        }

        var stopped = fleet.Said.FirstOrDefault(each => each.What == "stopped-leading" && each.Replica == old.Replica && each.Term == old.Term)?.At;
        var sessions = await fleet.Server.QueryAsync("select coalesce(max(n), 0) from (select count(*) n from pg_stat_activity where application_name like 'okrun-lock:%' group by application_name) each");
        if (sessions is > 4L)
        {
            faults.Add($"{sessions} sessions for locks");
        }

        return new(drill, takeOver, drill.Name is "kill -9" or "SIGSTOP" ? null : stopped - begun, two, even, (long)sessions!, faults);
    }

    private Said? Next(Said old) => fleet.Said.FirstOrDefault(each => each.What == "leading" && each.Term > old.Term);

    private async Task SettleAsync(List<string> faults)
    {
        if (!await Fleet.WithinAsync(TimeSpan.FromSeconds(60), () => fleet.AllRun && fleet.Leader is not null && (fleet.IsPlain || fleet.IsEven(3))))
        {
            faults.Add($"it did not settle: leader {fleet.Leader?.Replica}, {string.Join(", ", fleet.Holdings.Select(static each => $"{each.Name} on {each.Replica}"))}");
        }
    }

    /// <summary>How long two have led since then, as they say themselves. A frozen one does nothing, though it cannot say that it has stopped.</summary>
    private TimeSpan TwoLeaders(DateTimeOffset since)
    {
        var now = DateTimeOffset.UtcNow;
        var terms = fleet.Said.Where(each => each.What == "leading" && !fleet.Frozen.Contains(each.Replica))
            .Select(each => (From: each.At, To: fleet.EndOf(each) ?? now)).Where(each => each.To > since).OrderBy(static each => each.From).ToArray();
        return terms.Zip(terms.Skip(1)).Select(static pair => pair.First.To - pair.Second.From).Append(TimeSpan.Zero).Max();
    }
}
