using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Who does not stop is waited for once: where the host sets no limit, 30 seconds, and not again by others.</summary>
public sealed class GivingUp : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Signal _failing = new();
    private readonly Signal _stuck = new();
    private readonly Signal _release = new();
    private readonly Signal _waiting = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly LogEntries _log = new();
    private readonly Clock _clock;
    private readonly IOException _failure = new("the disk is full");

    public GivingUp() => _clock = new(_waiting);

    [Fact]
    public async Task A_host_whose_start_fails_waits_once_for_who_is_stuck()
    {
        var broken = Substitute.For<IHostedService>();
        broken.StartAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(_failure));
        var host = HostOf(group => group.Add("stuck", Work.NeverStops), broken);

        var running = host.RunAsync();
        await _waiting;
        _clock.Advance(_patience);
        var thrown = await Assert.ThrowsAsync<IOException>(() => running.OrHang());

        Assert.Same(_failure, thrown);
        AssertGivenUpOnce();
    }

    [Fact]
    public async Task A_group_that_fails_before_it_is_ready_waits_once_for_who_is_stuck()
    {
        var host = HostOf(FailsAtTheStart);

        var running = host.RunAsync();
        await _stuck;
        _failing.Happen();
        await _waiting;
        _clock.Advance(_patience);
        var thrown = await Assert.ThrowsAsync<IOException>(() => running.OrHang());

        Assert.Same(_failure, thrown);
        AssertGivenUpOnce();
    }

    [Fact]
    public async Task A_start_that_is_cancelled_meanwhile_waits_no_longer_but_the_stop_does()
    {
        var host = HostOf(FailsAtTheStart);
        var group = host.Group();

        var starting = group.StartAsync(_cancellation.Token);
        await _stuck;
        _failing.Happen();
        await _waiting;
        await _cancellation.CancelAsync();
        var thrown = await Assert.ThrowsAsync<IOException>(() => starting.OrHang());
        var stopping = group.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        _release.Happen();
        await Assert.ThrowsAsync<IOException>(() => stopping.OrHang());

        Assert.Same(_failure, thrown);
        Assert.Equal(ActorState.Ended, group.Run!.Actors[0].State);
        Assert.DoesNotContain(_log.All, entry => entry.Id == 13);
    }

    [Fact]
    public async Task A_host_whose_start_is_cancelled_meanwhile_waits_once_when_it_is_disposed()
    {
        var host = HostOf(FailsAtTheStart);
        var group = host.Group();

        var starting = group.StartAsync(_cancellation.Token);
        await _stuck;
        _failing.Happen();
        await _waiting;
        await _cancellation.CancelAsync();
        await Assert.ThrowsAsync<IOException>(() => starting.OrHang());
        var disposing = group.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        _clock.Advance(_patience);
        await disposing.OrHang();
        await group.DisposeAsync().AsTask().OrHang();

        AssertGivenUpOnce();
    }

    [Fact]
    public async Task Who_ends_a_group_well_before_it_is_ready_does_not_hide_who_is_stuck()
    {
        var host = HostOf(EndsAtTheStart);

        var starting = host.Group().StartAsync(CancellationToken.None);
        await _stuck;
        _failing.Happen();
        await _waiting;
        _clock.Advance(_patience);
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => starting.OrHang());

        Assert.Contains("did not stop within 30 seconds: 'stuck'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_a_start_that_is_cancelled_meanwhile()
    {
        var host = HostOf(EndsAtTheStart);
        var group = host.Group();

        var starting = group.StartAsync(_cancellation.Token);
        await _stuck;
        _failing.Happen();
        await _waiting;
        await _cancellation.CancelAsync();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => starting.OrHang());
        _release.Happen();
        await group.StopAsync(CancellationToken.None).OrHang();

        Assert.Contains("given up before every actor had stopped: 'stuck'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(_cancellation.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task A_host_that_nobody_stopped_waits_once_when_it_is_disposed()
    {
        var host = HostOf(group => group.Add("stuck", Work.NeverStops));
        await host.StartAsync().OrHang();

        var disposing = ((IAsyncDisposable)host).DisposeAsync().AsTask();
        await _waiting;
        _clock.Advance(_patience);
        await disposing.OrHang();

        AssertGivenUpOnce();
    }

    /// <summary>The exit code that these hosts leave behind is not the test run's.</summary>
    public void Dispose()
    {
        Environment.ExitCode = 0;
        _cancellation.Dispose();
    }

    private void AssertGivenUpOnce() => Assert.Contains("did not stop within 30 seconds: 'stuck'", _log.One(13).Message, StringComparison.Ordinal);

    private void EndsAtTheStart(ActorGroup group)
    {
        group.Add(new Actor("stuck", (_, _) => StuckAsync()));
        group.Add("brief", Work.Ends(_failing));
    }

    private void FailsAtTheStart(ActorGroup group)
    {
        group.Add(new Actor("stuck", (_, _) => StuckAsync()));
        group.Add("broken", Work.Fails(_failure, _failing));
    }

    private async Task StuckAsync()
    {
        _stuck.Happen();
        await _release.Happened;
    }

    private IHost HostOf(Action<ActorGroup> configure, params IHostedService[] later) => Hosts.With(
        services =>
        {
            services.AddActorGroup((_, group) => configure(group), options => options.UseTimeProvider(_clock));
            foreach (var service in later)
            {
                services.AddSingleton(service);
            }
        },
        _log);

    /// <summary>Says when somebody begins to wait for half a minute.</summary>
    private sealed class Clock(Signal waiting) : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == _patience)
            {
                waiting.Happen();
            }

            return timer;
        }
    }
}
