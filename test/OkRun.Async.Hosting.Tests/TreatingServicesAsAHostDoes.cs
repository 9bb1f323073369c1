using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

/// <summary>A service that is an actor is started and stopped as in a host, and once.</summary>
public class TreatingServicesAsAHostDoes
{
    private readonly Signal _release = new();
    private readonly Signal _stopping = new();
    private readonly IHostedLifecycleService _service = Substitute.For<IHostedLifecycleService>();

    [Fact]
    public async Task A_background_service_that_drains_its_queue_when_it_is_stopped_drains_all_of_it()
    {
        using var service = new Drainer();
        var run = new ActorGroup { service.AsActor() }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(50, service.Done);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_token_of_a_start_that_is_over_is_not_cancelled_by_the_stop(int step)
    {
        var isCancelled = false;
        void Keep(NSubstitute.Core.CallInfo call) => call.Arg<CancellationToken>().Register(() => isCancelled = true);
        _service.When(service => service.StartingAsync(Arg.Any<CancellationToken>())).Do(call => { if (step == 1) { Keep(call); } });
        _service.When(service => service.StartAsync(Arg.Any<CancellationToken>())).Do(call => { if (step == 2) { Keep(call); } });
        _service.When(service => service.StartedAsync(Arg.Any<CancellationToken>())).Do(call => { if (step == 3) { Keep(call); } });
        var run = new ActorGroup { _service.AsActor("listener") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.OrHang();

        Assert.False(isCancelled);
    }

    [Fact]
    public async Task The_token_of_a_start_is_cancelled_when_that_is_given_up()
    {
        _service.StartAsync(Arg.Any<CancellationToken>()).Returns(call => { _stopping.Happen(); return Work.UntilCancelled(call.Arg<CancellationToken>()); });
        var run = new ActorGroup { _service.AsActor("listener") }.Start();
        await _stopping;

        run.Stop();
        await run.Completion.OrHang();

        await _service.DidNotReceiveWithAnyArgs().StopAsync(default);
    }

    [Fact]
    public async Task A_step_of_the_stop_that_throws_does_not_keep_the_service_running()
    {
        var (first, second, third) = (new IOException("first"), new IOException("second"), new IOException("third"));
        _service.StoppingAsync(Arg.Any<CancellationToken>()).Returns(_ => throw first);
        _service.StopAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(second));
        _service.StoppedAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(third));
        var run = new ActorGroup { _service.AsActor("listener") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.EndOrHang();

        await _service.Received(1).StopAsync(Arg.Any<CancellationToken>());
        Assert.Equal([first, second, third], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task A_second_run_is_refused_and_does_not_touch_the_service_of_the_first()
    {
        var actor = _service.AsActor("listener");
        var run = new ActorGroup { actor }.Start();
        await run.Ready.OrHang();

        await Assert.ThrowsAsync<InvalidOperationException>(() => new ActorGroup { actor }.RunAsync().OrHang());
        await _service.DidNotReceiveWithAnyArgs().StopAsync(default);
        run.Stop();
        await run.Completion.OrHang();

        await _service.ReceivedWithAnyArgs(1).StopAsync(default);
    }

    [Fact]
    public async Task Nor_does_one_after_the_other()
    {
        var actor = _service.AsActor("listener");
        var run = new ActorGroup { actor }.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        await Assert.ThrowsAsync<InvalidOperationException>(() => new ActorGroup { actor }.RunAsync().OrHang());

        await _service.ReceivedWithAnyArgs(1).StopAsync(default);
    }

    [Fact]
    public async Task A_second_run_does_not_stop_the_host_of_the_first()
    {
        var host = Hosts.With(_ => { });
        var actor = host.AsActor("api");
        await using var run = new ActorGroup { actor }.Start();
        await run.Ready.OrHang();

        await Assert.ThrowsAsync<InvalidOperationException>(() => new ActorGroup { actor }.RunAsync().OrHang());

        Assert.False(host.Lifetime().ApplicationStopping.IsCancellationRequested);
        Assert.Equal(ActorState.Ready, run.Actors[0].State);
    }

    [Fact]
    public async Task The_stop_of_one_that_is_slow_to_start_waits_for_its_start()
    {
        _service.StartAsync(Arg.Any<CancellationToken>()).Returns(_ => { _stopping.Happen(); return _release.Happened; });
        var run = new ActorGroup { _service.AsActor("listener") }.Start();
        await _stopping;

        run.Stop();
        await _service.DidNotReceiveWithAnyArgs().StopAsync(default);
        _release.Happen();
        await run.Completion.OrHang();

        await _service.ReceivedWithAnyArgs(1).StopAsync(default);
    }

    /// <summary>The usual graceful drain: it takes what is queued, and then is cancelled.</summary>
    private sealed class Drainer : BackgroundService
    {
        private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

        public Drainer()
        {
            for (var item = 0; item < 50; item++)
            {
                _queue.Writer.TryWrite(item);
            }
        }

        public int Done { get; private set; }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            _queue.Writer.TryComplete();
            await Task.WhenAny(ExecuteTask!);
            await base.StopAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Yield();
                stoppingToken.ThrowIfCancellationRequested();
                Done += _queue.Reader.TryRead(out var _) ? 1 : 0;
            }
        }
    }
}
