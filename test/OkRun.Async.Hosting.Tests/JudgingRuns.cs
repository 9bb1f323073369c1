using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Hosting.Tests;

/// <summary>The last line of a run says what became of it, and the reasons of a stop are told apart.</summary>
public class JudgingRuns
{
    private readonly LogEntries _log = new();
    private readonly Signal _release = new();
    private readonly IOException _failure = new("No space left on device.\nDevice: sda1");

    [Fact]
    public async Task A_failure_makes_the_verdict_an_error_that_names_all_that_failed()
    {
        var group = Group();
        group.Add("store", Work.FailsWhenTold(_failure));
        group.Add(new Actor("queue", Work.NeverStops) { StopTimeout = TimeSpan.Zero });
        group.Add(new Actor("web", Work.UntilTold) { Interrupt = Hook.Throws(new InvalidOperationException("it is closed")) });
        group.Add("broken", Work.Fails(new ArgumentException("first"), _release));
        var run = group.Start();
        await run.Ready.OrHang();

        _release.Happen();
        await run.Completion.EndOrHang();

        var entry = _log.All[^1];
        Assert.Equal((12, LogLevel.Error, "failed"), (entry.Id, entry.Level, entry.Fields["Outcome"]));
        var parts = ((string)entry.Fields["Verdict"]!).Split("; ");
        Assert.Equal("'broken' failed with ArgumentException: first", parts[0]);
        Assert.Equal(
            ["'queue' was abandoned", "'store' failed with IOException: No space left on device", "interrupting 'web' failed with InvalidOperationException: it is closed"],
            parts.Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_failures_the_verdict_counts_the_rest()
    {
        var group = Group();
        for (var number = 1; number <= 20; number++)
        {
            group.Add($"a{number}", Work.FailsWhenTold(_failure));
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.EndOrHang();

        Assert.EndsWith("; 12 more", (string)_log.One(12).Fields["Verdict"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clean_stop_says_who_began_it()
    {
        var group = Group();
        group.Add("job", Work.Ends(_release));
        group.Add("cron", Work.UntilTold);
        var run = group.Start();
        await run.Ready.OrHang();

        _release.Happen();
        await run.Completion.OrHang();

        var entry = _log.One(12);
        Assert.Equal((LogLevel.Information, "stopped", "'job' returned"), (entry.Level, entry.Fields["Outcome"], entry.Fields["Verdict"]));
    }

    [Fact]
    public async Task Being_asked_to_stop_is_one_reason()
    {
        var run = new ActorGroup(Options()) { { "cron", Work.UntilTold } }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(("Stop() was called", "Stop() was called"), (_log.One(6).Fields["Reason"], _log.One(12).Fields["Verdict"]));
    }

    [Fact]
    public async Task A_caller_that_cancels_is_another()
    {
        using var caller = new CancellationTokenSource();
        var run = new ActorGroup(Options()) { { "cron", Work.UntilTold } }.Start(caller.Token);
        await run.Ready.OrHang();

        await caller.CancelAsync();
        await run.Completion.EndOrHang();

        Assert.Equal("the caller cancelled", _log.One(6).Fields["Reason"]);
    }

    [Fact]
    public async Task That_every_actor_has_ended_is_another()
    {
        await new ActorGroup(Options()) { new Actor("migration", Work.Nothing) { OneShot = true } }.RunAsync().OrHang();

        Assert.Equal("every actor has ended", _log.One(6).Fields["Reason"]);
    }

    [Fact]
    public async Task That_the_host_stops_is_another()
    {
        using var host = HostOf(group => group.Add("cron", Work.UntilTold));
        await host.StartAsync().OrHang();

        await host.StopAsync().OrHang();

        Assert.Equal("the host stops", _log.One(6).Fields["Reason"]);
    }

    [Theory]
    [InlineData(true, LogLevel.Warning)]
    [InlineData(false, LogLevel.Information)]
    public async Task An_actor_that_merely_returns_is_a_warning_in_a_host(bool inHost, LogLevel level)
    {
        if (inHost)
        {
            using var host = HostOf(group => group.Add("loop", Work.Nothing));
            await host.RunAsync().OrHang();
        }
        else
        {
            await new ActorGroup(Options()) { { "loop", Work.Nothing } }.RunAsync().OrHang();
        }

        var entry = _log.One(4);
        Assert.Equal((level, "loop"), (entry.Level, entry.Fields["Actor"]));
        Assert.Contains("actor loop returned after", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_has_the_reason_before_the_host_is_told_to_stop()
    {
        using var host = HostOf(group => group.Add("worker", Work.Fails(_failure, _release)));
        await host.StartAsync().OrHang();
        var known = -1;
        host.Lifetime().ApplicationStopping.Register(() => known = _log.All.Count(entry => entry.Id == 5));

        _release.Happen();
        await Assert.ThrowsAsync<IOException>(() => host.WaitForShutdownAsync().OrHang());

        Assert.Equal(1, known);
    }

    [Fact]
    public async Task Every_observer_has_heard_it_by_then()
    {
        var recorder = new Recorder();
        using var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add("worker", Work.Fails(_failure, _release))));
        host.Group().Observe(recorder);
        await host.StartAsync().OrHang();
        IReadOnlyList<string> known = [];
        host.Lifetime().ApplicationStopping.Register(() => known = recorder.Lines);

        _release.Happen();
        await Assert.ThrowsAsync<IOException>(() => host.WaitForShutdownAsync().OrHang());

        Assert.Contains("stopping", known);
    }

    private ActorGroup Group() => new(Options());

    private ActorGroupOptions Options() => new() { Observer = new ActorGroupLogger(_log, "orders") };

    private IHost HostOf(Action<ActorGroup> configure) => Hosts.With(services => services.AddActorGroup((_, group) => configure(group)), _log);
}
