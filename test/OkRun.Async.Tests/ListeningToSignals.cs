using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace OkRun.Async.Tests;

/// <summary>Signal actors, tried with signals that harm no process. Programs that are really interrupted have tests of their own.</summary>
[UnsupportedOSPlatform("windows")]
[Collection("signals of this process")]
public class ListeningToSignals
{
    private const int Terminated = 15;
    private const int WindowChanged = 28;

    [Fact]
    public async Task A_signal_ends_the_actor_well_and_is_named()
    {
        PosixSignal? taken = null;
        var group = new ActorGroup();
        var signals = group.Add(Actor.Signals(signal => taken = signal, PosixSignal.SIGWINCH, PosixSignal.SIGWINCH));
        group.Add("waits", Work.UntilCancelled);

        var run = group.Start();
        await run.Ready.OrHang();
        GC.Collect(); // nobody but the actor holds what listens
        GC.WaitForPendingFinalizers();
        Send(WindowChanged);
        await run.Completion.OrHang();

        Assert.Equal(PosixSignal.SIGWINCH, taken);
        Assert.Same(signals, run.First);
        Assert.Equal("signals", signals.Name);
    }

    [Fact]
    public async Task A_signal_is_taken_once_and_then_given_back()
    {
        var taken = 0;
        var isCancelled = false;
        var (given, givenToo) = (new Signal(), new Signal());
        var group = new ActorGroup { Actor.Signals(_ => Interlocked.Increment(ref taken), PosixSignal.SIGWINCH) };

        // One before the actor and one after it: which of them hears after the actor differs between versions of .NET.
        using var other = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context => { isCancelled |= context.Cancel; given.Happen(); });
        var run = group.Start();
        await run.Ready.OrHang();
        using var later = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context => { isCancelled |= context.Cancel; givenToo.Happen(); });
        Send(WindowChanged);
        await run.Completion.OrHang();
        await Task.WhenAll(given.Happened, givenToo.Happened).OrHang();
        var again = new Signal();
        using var another = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => again.Happen());
        Send(WindowChanged);
        await again;

        Assert.Equal(1, taken);
        Assert.True(isCancelled);
    }

    [Fact]
    public async Task An_actor_that_is_told_to_stop_hears_no_signal()
    {
        var taken = 0;
        var group = new ActorGroup { Actor.Signals(_ => taken++, PosixSignal.SIGWINCH) };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(0, taken);
        Assert.Null(run.First);
        Assert.Equal(ActorState.Ended, run.Actors[0].State);
    }

    /// <summary>SIGINT, the other one, may be ignored by a process in the background.</summary>
    [Fact]
    public async Task Without_arguments_it_waits_for_the_usual_two()
    {
        using var guard = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        ActorGroupRun[] runs = [.. new[] { Actor.Signals(), Actor.Signals([]), Actor.Signals(_ => { }) }.Select(signals => new ActorGroup { signals }.Start())];

        await Task.WhenAll(runs.Select(run => run.Ready)).OrHang();
        Send(Terminated);
        await Task.WhenAll(runs.Select(run => run.Completion)).OrHang();

        Assert.All(runs, run => Assert.Equal("signals", run.First?.Name));
    }

    [Fact]
    public async Task What_the_one_who_is_told_throws_is_a_failure()
    {
        var failure = new InvalidOperationException("boom");
        var run = new ActorGroup { Actor.Signals(_ => throw failure, PosixSignal.SIGWINCH) }.Start();

        await run.Ready.OrHang();
        Send(WindowChanged);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion.OrHang());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task Several_actors_hear_one_signal()
    {
        var taken = 0;
        var group = new ActorGroup
        {
            Actor.Signals(_ => Interlocked.Increment(ref taken), PosixSignal.SIGWINCH),
            new Actor("waits", Work.UntilTold),
        };

        var (one, other) = (group.Start(), group.Start());
        await Task.WhenAll(one.Ready, other.Ready).OrHang();
        Send(WindowChanged);
        await Task.WhenAll(one.Completion, other.Completion).OrHang();

        Assert.Equal(2, taken);
    }

    /// <summary>The first of two signals comes while the second is being registered: neither registration is left.</summary>
    [Fact]
    public Task A_signal_that_comes_during_the_start() => 300.Times(async race =>
    {
        var heard = new Signal();
        using var guard = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => heard.Happen());
        var group = new ActorGroup { Actor.Signals(PosixSignal.SIGWINCH, PosixSignal.SIGCONT, PosixSignal.SIGCHLD) };
        ActorGroupRun? run = null;

        await race(() => run = group.Start(), () => Send(WindowChanged));
        await run!.Ready.EndOrHang();
        await heard; // or whoever listens next would hear it
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(ActorState.Ended, run.Actors[0].State);
    });

    [Fact]
    public async Task A_signal_that_cannot_be_listened_to_fails_the_actor_and_releases_the_others()
    {
        bool? isCancelled = null;
        var heard = new Signal();
        using var other = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context => { isCancelled = context.Cancel; heard.Happen(); });
        var run = new ActorGroup { Actor.Signals(PosixSignal.SIGWINCH, (PosixSignal)12345) }.Start();

        await run.Completion.EndOrHang();
        Send(WindowChanged);
        await heard;

        Assert.Equal("signals", run.First?.Name);
        Assert.Contains("12345", Assert.IsType<PlatformNotSupportedException>(run.Completion.Exception?.InnerException).Message, StringComparison.Ordinal);
        Assert.False(isCancelled);
    }

    private static void Send(int signal) => Assert.Equal(0, Kill(Environment.ProcessId, signal));

#pragma warning disable SYSLIB1054 // generated marshalling is unsafe code, for which a test of two integers has no need
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
#pragma warning restore SYSLIB1054
}
