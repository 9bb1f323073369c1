namespace OkRun.Async.Tests;

/// <summary>Two parties, a barrier, a counted number of rounds. Each summary names the interleaving that is hunted.</summary>
public partial class Racing
{
    private const int Rounds = 300;

    /// <summary>Two ends at the same moment: one of them is first, and its exception is the first of both.</summary>
    [Fact]
    public Task Two_failures() => Rounds.Times(async race =>
    {
        var (one, other) = (new InvalidOperationException("one"), new InvalidOperationException("other"));
        var (endOne, endOther) = (Source(), Source());
        var run = new ActorGroup { { "one", _ => endOne.Task }, { "other", _ => endOther.Task } }.Start();
        await run.Ready.OrHang();

        await race(() => endOne.SetException(one), () => endOther.SetException(other));
        await run.Completion.EndOrHang();

        var failures = run.Completion.Exception!.InnerExceptions;
        Assert.Equal(2, failures.Count);
        Assert.Same(run.First?.Name == "one" ? one : other, failures[0]);
    });

    /// <summary>Stop against an end: the cause fits who was first.</summary>
    [Fact]
    public Task Stop_and_a_failure() => Rounds.Times(async race =>
    {
        var failure = new InvalidOperationException("boom");
        var fail = Source();
        Exception? cause = null;
        var run = new ActorGroup { { "fails", _ => fail.Task }, { "waits", Work.UntilTold, why => cause = why } }.Start();
        await run.Ready.OrHang();

        await race(run.Stop, () => fail.SetException(failure));
        await run.Completion.EndOrHang();

        Assert.Same(run.First is null ? null : failure, cause);
        Assert.Same(failure, Assert.Single(run.Completion.Exception!.InnerExceptions));
    });

    /// <summary>The caller's cancellation against a clean end: completed only if the end was first, and Canceled otherwise.</summary>
    [Fact]
    public Task The_callers_cancellation_and_an_end() => Rounds.Times(async race =>
    {
        using var caller = new CancellationTokenSource();
        var end = Source();
        var run = new ActorGroup { { "ends", _ => end.Task }, { "waits", Work.UntilCancelled } }.Start(caller.Token);
        await run.Ready.OrHang();

        await race(caller.Cancel, end.SetResult);
        await run.Completion.EndOrHang();

        Assert.True(run.Completion.IsCanceled || (run.Completion.IsCompletedSuccessfully && run.First is not null));
    });

    /// <summary>A stop while actors are being started: everyone without After is entered, and every hook called once, after that.</summary>
    [Fact]
    public Task Stop_and_the_start() => Rounds.Times(async race =>
    {
        using var caller = new CancellationTokenSource();
        var (entered, hooks) = (0, 0);
        var group = new ActorGroup();
        for (var number = 0; number < 4; number++)
        {
            group.Add($"{number}", token => { Interlocked.Increment(ref entered); return Work.UntilTold(token); }, _ => Interlocked.Increment(ref hooks));
        }

        var run = Task.CompletedTask;
        await race(() => run = group.RunAsync(caller.Token), caller.Cancel);
        await run.EndOrHang();

        Assert.True(run.IsCanceled);
        Assert.Equal(entered, hooks);
        Assert.True(entered is 0 or 4, $"{entered} of 4 started");
    });

    /// <summary>ready() against Stop: the follower either starts and is told, or does neither; and nobody becomes ready once the run stops, let alone when it is over.</summary>
    [Fact]
    public Task Ready_and_Stop() => (4 * Rounds).Times(async race =>
    {
        var (entered, hooks) = (0, 0);
        var given = new TaskCompletionSource<Action>(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var aware = group.Add(new Actor("aware", (ready, token) => { given.SetResult(ready); return Work.UntilTold(token); }));
        group.Add(new Actor("follower", token => { Interlocked.Increment(ref entered); return Work.UntilTold(token); })
        {
            After = [aware],
            Interrupt = (_, _) => { Interlocked.Increment(ref hooks); return Task.CompletedTask; },
        });
        var run = group.Start();
        var ready = await given.Task.OrHang();

        await race(ready, run.Stop);
        await run.Completion.OrHang();

        Assert.Equal(entered, hooks);
        Assert.Equal(entered, recorder.Count("started follower"));
        Assert.Equal(entered == 1 ? ActorState.Ended : ActorState.NotStarted, run.Actors[1].State);
        Assert.DoesNotContain("ready aware", recorder.Lines.SkipWhile(line => line != "stopping"));
        Assert.Equal("stopped", recorder.Lines[^1]);
    });

    /// <summary>Two actors become ready at once: who comes after both starts once.</summary>
    [Fact]
    public Task Two_become_ready() => Rounds.Times(async race =>
    {
        var entered = 0;
        var calls = new List<Action>();
        var both = new CountdownEvent(2);
        var group = new ActorGroup();
        var aware = Enumerable.Range(0, 2).Select(number => group.Add(new Actor($"{number}", Keep))).ToArray();
        group.Add(new Actor("follower", token => { Interlocked.Increment(ref entered); return Work.UntilTold(token); }) { After = aware });
        var run = group.Start();
        Assert.True(both.Wait(Deadline.Hung));

        await race(calls[0], calls[1]);
        await run.Ready.OrHang();
        await run.DisposeAsync();

        Assert.Equal(1, entered);
        both.Dispose();

        Task Keep(Action ready, CancellationToken token)
        {
            lock (calls)
            {
                calls.Add(ready);
            }

            both.Signal();
            return Work.UntilTold(token);
        }
    });

    /// <summary>Add against the end of the last run: it throws or it works, and a run that follows has what Add returned.</summary>
    [Fact]
    public Task Add_and_the_end_of_a_run() => Rounds.Times(async race =>
    {
        var end = Source();
        var group = new ActorGroup { { "ends", _ => end.Task } };
        var run = group.Start();
        await run.Ready.OrHang();
        Exception? refused = null;

        await race(end.SetResult, () => refused = Record.Exception(() => group.Add("added", Work.Nothing)));
        await run.Completion.OrHang();
        var next = group.Start();
        await next.Completion.OrHang();

        Assert.Equal(refused is null ? 2 : 1, next.Actors.Count);
        Assert.True(refused is null or InvalidOperationException);
        Assert.Single(run.Actors);
    });

    /// <summary>The last two one-shot actors end at once: the run is over once, and nobody was first.</summary>
    [Fact]
    public Task Two_last_one_shots() => Rounds.Times(async race =>
    {
        var (one, other) = (Source(), Source());
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder })
        {
            new Actor("one", _ => one.Task) { OneShot = true },
            new Actor("other", _ => other.Task) { OneShot = true },
        };
        var run = group.Start();
        await Task.WhenAll(recorder.Seen("started one"), recorder.Seen("started other"));

        await race(one.SetResult, other.SetResult);
        await run.Completion.OrHang();

        Assert.Null(run.First);
        Assert.True(run.Ready.IsCompletedSuccessfully);
        Assert.Equal((1, 1), (recorder.Count("stopping"), recorder.Count("stopped")));
    });

    /// <summary>Ready is asked for as the last actor becomes ready.</summary>
    [Fact]
    public Task Asking_for_Ready_and_becoming_it() => Rounds.Times(async race =>
    {
        var given = new TaskCompletionSource<Action>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = new ActorGroup { new Actor("aware", (ready, token) => { given.SetResult(ready); return Work.UntilTold(token); }) }.Start();
        var ready = await given.Task.OrHang();
        var asked = Task.CompletedTask;

        await race(ready, () => asked = run.Ready);

        await asked.OrHang();
    });

    private static TaskCompletionSource Source() => new(TaskCreationOptions.None);
}

internal static class Race
{
    /// <summary>Plays the rounds. In each, two actions leave a barrier together, on threads of their own.</summary>
    public static async Task Times(this int rounds, Func<Func<Action, Action, Task>, Task> round)
    {
        using var barrier = new Barrier(2);
        for (var number = 0; number < rounds; number++)
        {
            await round((one, other) => Task.WhenAll(Task.Run(() => Go(one)), Task.Run(() => Go(other))).OrHang());
        }

        void Go(Action action)
        {
            Assert.True(barrier.SignalAndWait(Deadline.Hung));
            action();
        }
    }
}
