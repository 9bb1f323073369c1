namespace OkRun.Async.Hosting.Tests;

/// <summary>What the outside sees of everyday services, in processes of their own, on .NET 10 and 8.</summary>
public class EndingPolitely
{
    private const string Started = "Application started";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_listens_to_the_stop_of_its_host_ends_with_success(bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "waits", "that listens to its host");
        await program.Output.WithAsync(Started);

        program.Send(Posix.Terminate);

        Assert.Equal((0, ""), (await program.ExitAsync(), program.Errors.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Migrations_that_are_over_do_not_end_the_program(bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "fails later", "beside migrations");
        await program.Output.WithAsync(Started);
        await program.Output.WithAsync("every actor has ended");

        program.CloseInput(); // the worker still works, or it could not fail
        await program.ExitAsync();

        Assert.Contains("Group workers is stopping: actor worker failed after", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_manager_is_told_of_a_failure(bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "fails later", "of a service manager");
        await program.Output.WithAsync("Group actors is ready");

        program.CloseInput();

        Assert.NotEqual(0, await program.ExitAsync());
        Assert.Contains("the service has ended with 1", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_background_service_that_is_an_actor_drains_its_queue(bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "waits", "with a queue");
        await program.Output.WithAsync("the queue is worked off");

        program.Send(Posix.Terminate);

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains("done: 50", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_whose_message_throws_is_told_like_any_other(bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "fails unreadably", "of a service manager");
        await program.Output.WithAsync("Group actors is ready");

        program.CloseInput();

        Assert.NotEqual(0, await program.ExitAsync());
        Assert.Contains("Group actors is stopping: actor worker failed after", program.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("'worker' failed with Unreadable: (its message cannot be read)", program.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("the service has ended with 1", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_actors_of_one_name_are_two(bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "waits", "twice under one name");

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains("Healthy: worker is Ready, worker (2) is Ready", program.Output.ToString(), StringComparison.Ordinal);
    }
}
