namespace OkRun.Async.Tests;

/// <summary>What actors do in these tests; the misbehaving ones are named by their sin.</summary>
internal static class Work
{
    /// <summary>Ends well once told to stop.</summary>
    public static async Task UntilTold(CancellationToken token)
    {
        var told = new Signal();
        using var registration = token.Register(told.Happen);
        await told.Happened;
    }

    /// <summary>Ends as most code does once told to stop: with an <see cref="OperationCanceledException"/>.</summary>
    public static async Task UntilCancelled(CancellationToken token)
    {
        await UntilTold(token);
        token.ThrowIfCancellationRequested();
    }

    public static Task Nothing(CancellationToken token) => Task.CompletedTask;

    /// <summary>Ends well at that moment, and not before: it looks at no token.</summary>
    public static Func<CancellationToken, Task> IgnoresCancellation(Signal until) => _ => until.Happened;

    public static Func<CancellationToken, Task> Ends(Signal when) => async token => await Task.WhenAny(when.Happened, UntilTold(token));

    public static Func<CancellationToken, Task> NeverStops { get; } = _ => new Signal().Happened;

    public static Func<CancellationToken, Task> BlocksItsThread(Signal until) => _ =>
    {
        until.BlockThread();
        return Task.CompletedTask;
    };

    public static Func<CancellationToken, Task> Fails(Exception failure, Signal when) => async _ =>
    {
        await when.Happened;
        throw failure;
    };

    public static Func<CancellationToken, Task> Fails(Exception failure) => _ => Task.FromException(failure);

    public static Func<CancellationToken, Task> FailsWhenTold(Exception failure) => async token =>
    {
        await UntilTold(token);
        throw failure;
    };

    public static Func<CancellationToken, Task> ThrowsAtOnce(Exception failure) => _ => throw failure;

#pragma warning disable VSTHRD114 // this is the sin
    public static Func<CancellationToken, Task> ReturnsNull { get; } = _ => null!;
#pragma warning restore VSTHRD114

    /// <summary>Ends well once told, but code that hears its token throws.</summary>
    public static Func<CancellationToken, Task> ThrowsInItsCallback(Exception failure, Signal registered) => async token =>
    {
        var told = new Signal();
        token.Register(() =>
        {
            told.Happen();
            throw failure;
        });
        registered.Happen();
        await told.Happened;
    };

    /// <summary>Ends well once told, but code that hears its token blocks. Told before it has registered that, it blocks in its work.</summary>
    public static Func<CancellationToken, Task> BlocksInItsCallback(Signal blocking, Signal until, Signal? registered = null) => async token =>
    {
        var told = new Signal();
        token.Register(() =>
        {
            told.Happen();
            blocking.Happen();
            until.BlockThread();
        });
        registered?.Happen();
        await told.Happened;
    };
}

/// <summary>What interrupt hooks do in these tests.</summary>
internal static class Hook
{
    public static Func<Exception?, CancellationToken, Task> Writes(Recorder recorder, string line) => (_, _) =>
    {
        recorder.Write(line);
        return Task.CompletedTask;
    };

    public static Func<Exception?, CancellationToken, Task> Signals(Signal signal) => (_, _) =>
    {
        signal.Happen();
        return Task.CompletedTask;
    };

    public static Func<Exception?, CancellationToken, Task> Hangs(Signal hanging, Signal until) => async (_, _) =>
    {
        hanging.Happen();
        await until.Happened;
    };

    public static Func<Exception?, CancellationToken, Task> Throws(Exception failure) => (_, _) => throw failure;

    public static Func<Exception?, CancellationToken, Task> Fails(Exception failure, Signal when) => async (_, _) =>
    {
        await when.Happened;
        throw failure;
    };
}

/// <summary>Where actors of a run are.</summary>
internal static class Actors
{
    /// <summary>All actors that were entered have returned their tasks. Until then each counts as one that blocks its thread, if only for a moment.</summary>
    public static Task HaveReturned(ActorGroupRun run) => Eventually.True(() => run.Actors.All(static each => !each.BlocksThread));
}
