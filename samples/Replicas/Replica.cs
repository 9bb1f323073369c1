using Medallion.Threading;
using Medallion.Threading.Postgres;
using OkRun.Async;

namespace Replicas;

/// <summary>One replica of a program that runs several times: a migration, a leader, partitions, and a web server.</summary>
internal static class Replica
{
    /// <summary>Runs until a signal comes or an actor fails. Returns the exit code.</summary>
    public static async Task<int> RunAsync(ReplicaOptions options, TextWriter output, TextWriter errors)
    {
        await using var database = Connections.ForWork(options);
        var events = new Events(output);
        var leadership = new Leadership(events);
        var partitions = new Partitions(events);
        var started = new Started();
        var web = new WebServer(options, () => started.IsReady, leadership, partitions);
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromSeconds(20), Observer = started });
        AddLockedTo(group, options, database, leadership, partitions);
        group.Add("web", web.RunAsync);
        group.Add(Actor.Signals());

        await using var run = group.Start();
        _ = run.Ready.ContinueWith(_ => events.Write("ready"), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        try
        {
            await run.Completion;
            return 0;
        }
#pragma warning disable CA1031 // the report and the exit code are all that is left to do
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await errors.WriteLineAsync(exception.ToString());
            return 1;
        }
    }

    private static void AddLockedTo(ActorGroup group, ReplicaOptions options, Npgsql.NpgsqlDataSource database, Leadership leadership, Partitions partitions)
    {
        var locks = Connections.ForLocks(options);
        IDistributedLockProvider alone = new PostgresDistributedSynchronizationProvider(locks, static connection => connection.UseMultiplexing(false)); // a lock that is waited for, or led by, has a session of its own
        var together = new PostgresDistributedSynchronizationProvider(locks);
        var (cron, terms, pulse) = (new Cron(options.Id, database, options.Tick), new Terms(database), new Pulse(database));

        // A leader that is cut off stops before the server lets go of its lock: ConfirmWithin + LostTimeout = 2/3 of the lease + TakeOverDelay.
        var takeOverDelay = TimeSpan.FromSeconds(1);
        var (confirmWithin, lostTimeout) = (options.Lease / 3, (options.Lease / 3) + takeOverDelay);

        var migrate = group.Add(new Actor("migrate", new Migration(database).RunAsync) { OneShot = true }.OnlyWhileHolding(
            alone.CreateLock("migrate"), new() { ConfirmTerm = (_, _) => pulse.ConfirmAsync(), ConfirmWithin = confirmWithin, LostTimeout = lostTimeout }));
        var leader = alone.CreateLock("cron").WhileHolding(
            "cron",
            term => [new Actor("ticks", token => cron.RunAsync(term, token))],
            new()
            {
                BeginTerm = terms.BeginAsync,
                ConfirmTerm = terms.ConfirmAsync,
                ConfirmWithin = confirmWithin,
                TakeOverDelay = takeOverDelay,
                LostTimeout = lostTimeout,
                Observer = leadership,
            });
        group.Add(leader with { After = [migrate] });
        var spread = together.Spread(
            "partitions",
            [.. Enumerable.Range(0, options.Partitions).Select(static i => $"p{i}")],
            (partition, _) => partitions.Hold(partition),
            new()
            {
                ConfirmTerm = (_, _) => pulse.ConfirmAsync(),
                ConfirmWithin = confirmWithin,
                TakeOverDelay = takeOverDelay,
                LostTimeout = lostTimeout,
            });
        group.Add(spread with { After = [migrate] });
    }

    /// <summary>Knows the run, for the health check.</summary>
    private sealed class Started : ActorGroupObserver, IActorGroupRunObserver
    {
        private volatile ActorGroupRun? _run;
        private volatile bool _isStopping;

        public bool IsReady => _run is { Ready.IsCompletedSuccessfully: true } && !_isStopping;

        public void OnStarting(ActorGroupRun run) => _run = run;

        public override void OnStopping(Actor? first, Exception? cause) => _isStopping = true;
    }
}
