using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OkRun.Async;
using OkRun.Async.Aot;

// The whole public API of the core once, in a program that is compiled ahead of time and trimmed.
if (args is [SecondSignal.Stuck])
{
    return await SecondSignal.BeStuckAsync();
}

var clock = TimeProvider.System;
using var lines = new StringWriter();
var seen = new Counting();

// Every kind of actor, every way to add one.
Actor store = new("store", async (ready, token) =>
{
    ready();
    await Until(token);
});
Actor migration = new("migration", _ => Task.CompletedTask) { OneShot = true, After = [store] };
Actor web = new("web", Until)
{
    After = [store, migration],
    Interrupt = (cause, deadline) => Task.CompletedTask,
    ExpectedOnStop = static exception => exception is ObjectDisposedException,
    StopTimeout = TimeSpan.FromMinutes(1),
};
using var source = new CancellationTokenSource();
var group = new ActorGroup(new ActorGroupOptions { StopTimeout = TimeSpan.FromMinutes(2), Observer = seen, TimeProvider = clock })
{
    store,
    migration,
    web,
    Until,
    { Until, cause => { } },
    { Until, cause => Task.CompletedTask },
    { "plain", Until },
    { "hooked", Until, cause => { } },
    { "awaited", Until, cause => Task.CompletedTask },
    Actor.Signals(),
    Actor.Signals(PosixSignal.SIGHUP),
    Actor.Signals(signal => { }, PosixSignal.SIGQUIT),
    Actor.Until(source.Token),
    Actor.Blocking("blocking", token => token.WaitHandle.WaitOne(), cause => { }),
};
Require(group.Count == 14 && group.First() == store && web.Name == "web" && web.After.Count == 2 && !web.OneShot && web.StopTimeout is not null);
Require(web is { Interrupt: not null, ExpectedOnStop: not null });

// A run from its start to its end.
await using (var run = group.Start())
{
    await run.Ready;
    Require(run.First is null && run.Actors.Count == 14 && !run.Completion.IsCompleted);
    await source.CancelAsync();
    await run.Completion;
    Require(run.First?.Name == "until" && run.Actors.All(status => status is { State: ActorState.Ended, Exception: null } && status.Elapsed >= TimeSpan.Zero && status.Actor is not null));
    run.Stop();
}

Require(seen.Events.Order().Distinct().SequenceEqual(["ended", "interrupting", "ready", "started", "stopped", "stopping"]));

// A failure, a nested group, a cancelled caller, a time limit.
var failing = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(lines) }) { { "fails", _ => throw new InvalidOperationException("boom") } };
Require(await FailureOf(new ActorGroup { { "nested", failing.RunAsync } }.RunAsync()) is InvalidOperationException);
Require(lines.ToString().Contains("fails", StringComparison.Ordinal));
using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
Require(await FailureOf(new ActorGroup { Until }.RunAsync(caller.Token)) is OperationCanceledException cancelled && cancelled.CancellationToken == caller.Token);
var stuck = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(50) }) { { "stuck", _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task } };
var late = stuck.Start();
late.Stop();
Require(await FailureOf(late.Completion) is StopTimeoutException { Actors: [{ Name: "stuck" }] } && late.Actors[0].State == ActorState.Abandoned);

// A main: its exit code and its report, and a second signal that ends the process.
Require(await new ActorGroup { { "ends", _ => Task.CompletedTask } }.RunMainAsync(errors: lines) == 0);
Require(await new ActorGroup { { "broken", _ => throw new InvalidOperationException("boom") } }.RunMainAsync(exception => exception is InvalidOperationException ? 75 : 1, lines) == 75);
Require(lines.ToString().Contains("'broken' failed: System.InvalidOperationException: boom", StringComparison.Ordinal));
Require(OperatingSystem.IsWindows() || await SecondSignal.SendAsync() is ({ } said, 128 + 15) && said.StartsWith("SIGTERM again: the process ends; still running: 'stuck' (told ", StringComparison.Ordinal));

Console.WriteLine($"The whole API works, {(RuntimeFeature.IsDynamicCodeSupported ? "just in time" : "ahead of time")}.");
return 0;

static async Task Until(CancellationToken token)
{
    var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    await using var registration = token.Register(told.SetResult);
    await told.Task;
}

static async Task<Exception?> FailureOf(Task task)
{
    try
    {
        await task;
        return null;
    }
#pragma warning disable CA1031 // it is returned
    catch (Exception exception)
#pragma warning restore CA1031
    {
        return exception;
    }
}

static void Require(bool holds, [CallerArgumentExpression(nameof(holds))] string? what = null)
{
    if (!holds)
    {
        Console.WriteLine($"Does not hold: {what}");
        Environment.Exit(1);
    }
}
