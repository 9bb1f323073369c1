using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

public class ServicesAsActors
{
    private readonly Signal _release = new();

    [Fact]
    public async Task A_background_service_ends_when_its_work_does()
    {
        using var service = new Service(Work.Ends(_release));
        var run = new ActorGroup { service.AsActor(), { "cron", Work.UntilTold } }.Start();
        await run.Ready.OrHang();

        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal(nameof(Service), run.First!.Name);
    }

    [Fact]
    public async Task The_failure_of_a_background_service_is_the_actors()
    {
        var failure = new IOException("the disk is full");
        using var service = new Service(Work.Fails(failure));

        var thrown = await Assert.ThrowsAsync<IOException>(() => new ActorGroup { service.AsActor("worker") }.RunAsync().OrHang());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task A_background_service_is_told_to_stop_with_the_group()
    {
        using var service = new Service(Work.UntilCancelled);
        var run = new ActorGroup { service.AsActor("worker") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.OrHang();

        Assert.True(service.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Any_other_service_runs_until_it_is_told_to_stop()
    {
        var service = Substitute.For<IHostedService>();
        var run = new ActorGroup { service.AsActor("listener") }.Start();
        await run.Ready.OrHang();
        Assert.Equal(ActorState.Ready, run.Actors[0].State);

        run.Stop();
        await run.Completion.OrHang();

        await service.ReceivedWithAnyArgs(1).StartAsync(default);
        await service.ReceivedWithAnyArgs(1).StopAsync(default);
    }

    [Fact]
    public async Task The_steps_of_a_lifecycle_are_gone_through_as_a_host_would()
    {
        var service = Substitute.For<IHostedLifecycleService>();
        var run = new ActorGroup { service.AsActor("listener") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.OrHang();

        Received.InOrder(() =>
        {
            _ = service.StartingAsync(Arg.Any<CancellationToken>());
            _ = service.StartAsync(Arg.Any<CancellationToken>());
            _ = service.StartedAsync(Arg.Any<CancellationToken>());
            _ = service.StoppingAsync(Arg.Any<CancellationToken>());
            _ = service.StopAsync(Arg.Any<CancellationToken>());
            _ = service.StoppedAsync(Arg.Any<CancellationToken>());
        });
    }

    [Fact]
    public async Task A_service_that_cannot_start_fails_the_actor_and_is_not_stopped()
    {
        var service = Substitute.For<IHostedService>();
        service.StartAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(new IOException("the port is taken")));

        await Assert.ThrowsAsync<IOException>(() => new ActorGroup { service.AsActor("listener") }.RunAsync().OrHang());

        await service.DidNotReceiveWithAnyArgs().StopAsync(default);
    }

    [Fact]
    public void It_is_called_by_the_name_of_its_type_where_it_is_given_none()
    {
        var service = Substitute.For<IHostedService>();

        var actor = service.AsActor();

        Assert.Equal(service.GetType().Name, actor.Name);
    }

    [Fact]
    public async Task It_runs_once()
    {
        var group = new ActorGroup { Substitute.For<IHostedService>().AsActor("listener"), { "brief", Work.Nothing } };
        await group.RunAsync().OrHang();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Contains("'listener'", thrown.Message, StringComparison.Ordinal);
    }
}
