using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Nothing that goes wrong in a host hides something else that does.</summary>
public class HostsThatFail
{
    private static readonly TimeSpan _short = TimeSpan.FromSeconds(1);
    private readonly Signal _release = new();
    private readonly Signal _working = new();
    private readonly IHostedService _service = Substitute.For<IHostedService>();
    private readonly IOException _first = new("the disk is full");
    private readonly InvalidOperationException _second = new("nothing to be read");
    private readonly ArgumentException _third = new("nobody to be told");

    [Fact]
    public async Task Failures_come_in_time_and_not_in_the_order_of_registration()
    {
        var fail = new Signal();
        var host = HostOf(Work.Fails(_second, _release), Work.Fails(_first, fail));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        var executions = Executions(host);
        var judged = executions[1].ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); // after the actor, which was there before
        fail.Happen();
        await judged.OrHang();
        _release.Happen();
        await Eventually.True(() => executions[0].IsFaulted);
        await Eventually.EverybodyHadATurn();

        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Equal([_first, _second], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task All_that_fail_when_told_are_heard()
    {
        (Exception Failure, Signal Working)[] each = [(_first, new()), (_second, new()), (_third, new())];
        var host = HostOf([.. each.Select(one => (Func<CancellationToken, Task>)(token => { one.Working.Happen(); return Work.FailsWhenTold(one.Failure)(token); }))]);
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await Task.WhenAll(each.Select(one => one.Working.Happened));

        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Equivalent(each.Select(one => one.Failure), run.Completion.Exception!.InnerExceptions, strict: true);
    }

    [Fact]
    public async Task A_stop_that_fails_does_not_hide_a_background_service_that_does()
    {
        _service.StopAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(_second));
        var host = HostOf(_service, Executing(Work.FailsWhenTold(_first)));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await _working;

        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Equal([_first, _second], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task Who_fails_when_told_does_not_hide_who_outlasts_the_hosts_time()
    {
        var fails = new Signal();
        var host = HostOf(_short, Executing(Work.NeverStops), new Service(token => { fails.Happen(); return Work.FailsWhenTold(_first)(token); }));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await _working;
        await fails;

        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Contains(_first, run.Completion.Exception!.InnerExceptions);
        Assert.Contains(nameof(Service), Assert.Single(run.Completion.Exception!.InnerExceptions.OfType<TimeoutException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_does_not_hide_a_background_service_that_failed_before()
    {
        var starts = new Signal(); // if it failed before, a host of .NET 8 would not start the next
        var host = HostOf(new Service(Work.Fails(_first, starts)), _service);
        _service.StartAsync(Arg.Any<CancellationToken>()).Returns(async _ =>
        {
            starts.Happen();
            await Eventually.True(() => Executions(host)[0].IsFaulted);
            throw _second;
        });

        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Completion.EndOrHang();

        Assert.Equal([_first, _second], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task Several_groups_that_fail_when_told_are_heard_in_time_order_each_failure_once()
    {
        var sender = new Actor("sender", Work.FailsWhenTold(_second));
        var host = Hosts.With(services => services
            .AddActorGroup("orders", (_, group) => group.Add("store", Work.FailsWhenTold(_third)))
            .AddActorGroup("mail", (_, group) =>
            {
                group.Add(sender);
                group.Add(new Actor("queue", Work.FailsWhenTold(_first)) { After = [sender] });
            }));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Equal([_first, _second, _third], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task What_a_service_throws_stays_as_it_is_be_it_an_aggregate()
    {
        var own = new AggregateException("nothing could be flushed", _first, _second);
        _service.StopAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(own));
        var host = HostOf(_service);
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Equal([own], run.Completion.Exception!.InnerExceptions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_that_is_given_up_is_no_failure_and_stops_what_has_started(bool byTheHost)
    {
        _service.StartAsync(Arg.Any<CancellationToken>()).Returns(call => Work.UntilCancelled(call.Arg<CancellationToken>()));
        var host = HostOf(Executing(async stopped => { await Work.UntilTold(stopped); await _release.Happened; }), _service);
        var stopped = host.Lifetime().ApplicationStopped;
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await _working;
        await Eventually.True(() => _service.ReceivedCalls().Any());

        (byTheHost ? host.Lifetime().StopApplication : (Action)run.Stop)();
        await Eventually.True(() => run.Actors[0].State is ActorState.Stopping or ActorState.Ended);
        await Eventually.EverybodyHadATurn();
        var isOverBefore = run.Completion.IsCompleted;
        _release.Happen();
        await run.Completion.OrHang();

        Assert.False(isOverBefore);
        Assert.True(stopped.IsCancellationRequested);
    }

    [Fact]
    public async Task Who_does_not_wait_for_its_own_end_is_said_to_run_still_and_not_to_be_late()
    {
        var host = HostOf(new StopsWithoutWaiting(_working));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await _working;

        run.Stop();
        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => run.Completion.OrHang());

        Assert.Equal("Still running when the host of actor 'api' had stopped: StopsWithoutWaiting.", thrown.Message);
    }

    private static Task[] Executions(IHost host) => [.. host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(service => service.ExecuteTask!)];

    private static IHost HostOf(params Func<CancellationToken, Task>[] executions) => HostOf([.. executions.Select(execute => new Service(execute))]);

    private static IHost HostOf(params IHostedService[] hosted) => HostOf(Deadline.Hung, hosted);

    /// <summary>It ignores what its background services fail with, so that they can be watched for long.</summary>
    private static IHost HostOf(TimeSpan shutdownTimeout, params IHostedService[] hosted) => Hosts.With(services =>
    {
        services.Configure<HostOptions>(options =>
        {
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            options.ShutdownTimeout = shutdownTimeout;
        });
        foreach (var service in hosted)
        {
            services.AddSingleton(service);
        }
    });

    private sealed class StopsWithoutWaiting(Signal working) : BackgroundService
    {
        public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            working.Happen();
            return Work.NeverStops(stoppingToken);
        }
    }

    private Service Executing(Func<CancellationToken, Task> execute) => new(token =>
    {
        _working.Happen();
        return execute(token);
    });
}
