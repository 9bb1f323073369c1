using OkRun.Async.Replicas.Drills;

// Drills                 all drills on three replicas of the sample, and the table
// Drills --short         those of CI
// Drills --plain         the same on replicas without this library: it shows what they do, and finds no fault
if (args is ["plain-replica", "--id", var id, "--db", var db, ..])
{
    return await PlainReplica.RunAsync(id, db);
}

if (PostgresServer.Missing is { } missing)
{
    Console.WriteLine(missing);
    return Environment.GetEnvironmentVariable("CI") == "true" ? 1 : 0;
}

var (isPlain, isShort) = (args.Contains("--plain"), args.Contains("--short"));
await using var server = await PostgresServer.StartAsync();
if (isPlain)
{
    await server.QueryAsync("""
        create table terms(name text primary key, term bigint not null);
        create table attempts(tick bigint not null, replica text not null, term bigint not null, at timestamptz not null default clock_timestamp());
        create table ticks(tick bigint, replica text not null, term bigint not null, at timestamptz not null);
        insert into terms(name, term) values ('cron', 0)
        """);
}

var faults = new List<string>();
var results = new List<Result>();
await using (var fleet = new Fleet(server, isPlain))
{
    foreach (var replica in (string[])["A", "B", "C"])
    {
        fleet.Start(replica);
    }

    var playing = new Playing(fleet, TimeSpan.FromSeconds(isPlain ? 120 : 30));
    foreach (var drill in Drill.All.Where(each => each.IsShort || !isShort).Where(each => !args.Any(static arg => !arg.StartsWith('-')) || args.Contains(each.Name)))
    {
        var result = await playing.PlayAsync(drill);
        results.Add(result);
        Console.WriteLine(result.Row);
        faults.AddRange(result.Faults.Select(each => $"{drill.Name}: {each}"));
        if (result.Faults.Count > 0 || args.Contains("--verbose"))
        {
            Console.WriteLine(string.Join('\n', fleet.Said.TakeLast(40).Select(static each => $"    {each.At:HH:mm:ss.fff} {each.Replica} {each.What} {string.Join(' ', each.With.Select(static with => $"{with.Key}={with.Value}"))}")));
        }
    }
}

Console.WriteLine();
Console.WriteLine(Result.Head);
Console.WriteLine(string.Join('\n', results.Select(static each => each.Row)));
Console.WriteLine();
faults.AddRange(await Record.FaultsAsync(server, isLong: !isShort && !isPlain && results.Count > 3));
Console.WriteLine(string.Join('\n', faults));
return isPlain || faults.Count == 0 ? 0 : 1;
