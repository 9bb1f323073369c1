namespace OkRun.Async.Replicas.Drills;

/// <summary>What the tables say when all is over.</summary>
internal static class Record
{
    public static async Task<IReadOnlyList<string>> FaultsAsync(PostgresServer server, bool isLong)
    {
        var faults = new List<string>();
        await NoneAsync("ticks that are missing", "select tick + 1 from (select tick, lead(tick) over (order by tick) following from ticks) each where following <> tick + 1");
        await NoneAsync("ticks whose term is older than one before", "select tick from (select tick, term, max(term) over (order by tick rows unbounded preceding) newest from ticks) each where term < newest");
        var count = (long)(await server.QueryAsync("select count(*) from ticks"))!;
        if (isLong && count < 200)
        {
            faults.Add($"only {count} ticks");
        }

        var late = await server.LinesAsync("select tick, replica, term from (select *, max(term) over (order by at rows unbounded preceding) newest from attempts) each where term < newest order by at");
        Console.WriteLine($"{count} ticks, each recorded once; {late.Count} attempts under an older term{(late.Count == 0 ? "" : $", which were refused: {string.Join("; ", late)}")}.");
        return faults;

        async Task NoneAsync(string what, string sql)
        {
            var lines = await server.LinesAsync(sql);
            if (lines.Count > 0)
            {
                faults.Add($"{what}: {string.Join(", ", lines.Take(10))}");
            }
        }
    }
}
