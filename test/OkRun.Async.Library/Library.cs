namespace OkRun.Async.Library;

/// <summary>Sets all that can be set, in both ways: in an initializer, and by <c>with</c>.</summary>
public static class Library
{
    public static Actor Initialized(Actor before) => new("initialized", UntilToldAsync)
    {
        Name = "named",
        Interrupt = static (_, _) => Task.CompletedTask,
        After = [before],
        OneShot = true,
        ExpectedOnStop = static _ => true,
        StopTimeout = TimeSpan.FromSeconds(1),
    };

    public static Actor Copied(Actor actor, Actor before)
    {
        _ = actor ?? throw new ArgumentNullException(nameof(actor));
        return actor with
        {
            Name = "copied",
            Interrupt = static (_, _) => Task.CompletedTask,
            After = [before],
            OneShot = true,
            ExpectedOnStop = static _ => true,
            StopTimeout = TimeSpan.FromSeconds(1),
        };
    }

    public static ActorGroupOptions Options(ActorGroupObserver observer, CancellationToken stopAnnounced) => new()
    {
        StopTimeout = TimeSpan.FromSeconds(1),
        Observer = observer,
        StopAnnounced = stopAnnounced,
    };

    public static ActorStatus Status(Actor actor) => default(ActorStatus) with
    {
        Actor = actor,
        State = ActorState.Failed,
        Exception = new InvalidOperationException("failed"),
        Elapsed = TimeSpan.FromSeconds(1),
        Running = ActorParts.Hook,
        SinceTold = TimeSpan.FromSeconds(1),
        BlocksThread = true,
        Detail = new Dictionary<string, object> { ["role"] = "leader" },
        Degraded = "no broker",
    };

    /// <summary>A run that its program disposes of without knowing what it is.</summary>
    public static IAsyncDisposable Start(ActorGroup group)
    {
        _ = group ?? throw new ArgumentNullException(nameof(group));
        return group.Start();
    }

    public static async Task StartAndStopAsync(ActorGroup group)
    {
        _ = group ?? throw new ArgumentNullException(nameof(group));
        await using var run = group.Start();
        await run.Ready.ConfigureAwait(false);
    }

    public static async Task UntilToldAsync(CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() => told.TrySetResult(true));
        await told.Task.ConfigureAwait(false);
    }
}
