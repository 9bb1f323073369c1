namespace OkRun.Async.Replicas.Drills;

/// <summary>One way to end, or to cut off, a leader.</summary>
/// <param name="Name">How the table calls it.</param>
/// <param name="Limit">How long the next leader may take, in seconds.</param>
/// <param name="Replicas">How many replicas are there meanwhile.</param>
/// <param name="Do">Does it to the leader.</param>
/// <param name="Undo">Makes the fleet whole again.</param>
/// <param name="IsShort">Whether it belongs to the short form.</param>
internal sealed record Drill(string Name, double Limit, int Replicas, Func<Fleet, string, Task> Do, Func<Fleet, string, Task> Undo, bool IsShort)
{
    public static IReadOnlyList<Drill> All { get; } =
    [
        new("SIGTERM", 2, 2, static (fleet, leader) => Send(fleet, leader, Posix.Terminate), ComeBackAsync, IsShort: true),
        new("kill -9", 3, 2, static (fleet, leader) => fleet.EndAsync(leader), static (fleet, leader) => Start(fleet, leader), IsShort: true),
        new("pg_terminate_backend", 3, 3, TerminateAsync, Nothing, IsShort: true),
        new("restart, fast, 2 s off", 8, 3, static async (fleet, _) =>
        {
            await fleet.Server.StopAsync("fast");
            await Task.Delay(2000);
            await fleet.Server.StartAgainAsync();
        }, Nothing, IsShort: false),
        new("restart, immediate", 8, 3, static async (fleet, _) =>
        {
            await fleet.Server.StopAsync("immediate");
            await fleet.Server.StartAgainAsync();
        }, Nothing, IsShort: false),
        new("SIGSTOP", 10, 2, static (fleet, leader) =>
        {
            fleet.Frozen.Add(leader);
            return Send(fleet, leader, Posix.Stop);
        }, static (fleet, leader) =>
        {
            fleet.Frozen.Remove(leader);
            return Send(fleet, leader, Posix.Continue);
        }, IsShort: true),
        new("silent network", 10, 2, static (fleet, leader) =>
        {
            fleet[leader].Cable.FallSilent();
            return Task.CompletedTask;
        }, static (fleet, leader) =>
        {
            fleet[leader].Cable.SoundAgain();
            return Task.CompletedTask;
        }, IsShort: false),
    ];

    private static Task Nothing(Fleet fleet, string leader) => Task.CompletedTask;

    private static Task Send(Fleet fleet, string leader, Posix signal)
    {
        fleet[leader].Send(signal);
        return Task.CompletedTask;
    }

    private static Task Start(Fleet fleet, string leader)
    {
        fleet.Start(leader);
        return Task.CompletedTask;
    }

    private static async Task ComeBackAsync(Fleet fleet, string leader)
    {
        var code = await fleet[leader].ExitAsync();
        if (code != 0)
        {
            throw new InvalidOperationException($"Replica {leader} ended with {code} after SIGTERM.");
        }

        var left = await fleet.Server.LinesAsync($"select application_name from pg_stat_activity where application_name = 'okrun-lock:{leader}'");
        if (left.Count > 0)
        {
            throw new InvalidOperationException($"Replica {leader} has left {left.Count} sessions of locks.");
        }

        await fleet.EndAsync(leader);
        fleet.Start(leader);
    }

    private static async Task TerminateAsync(Fleet fleet, string leader)
    {
        var ended = await fleet.Server.QueryAsync($"select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'okrun-lock:{leader}'");
        if (ended is not > 0L)
        {
            throw new InvalidOperationException($"Replica {leader} has no sessions of locks.");
        }
    }
}
