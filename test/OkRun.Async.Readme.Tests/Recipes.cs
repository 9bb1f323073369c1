namespace OkRun.Async.Readme.Tests;

public class Recipes
{
    private const string Hook = "A hook for a resource that knows no token";
    private const string Nested = "Nested groups";
    private const string After = "Ready, and After";
    private const string Limit = "A time limit";
    private const string Restart = "Restart an actor";
    private const string Migration = "A migration before the server";
    private const string InATest = "Start in a test";
    private const string InAHost = "From BackgroundService: a group in your host";
    private const string AroundAHost = "From BackgroundService: a host in your group";

    internal static string[] All => [Hook, Nested, After, Limit, Restart, Migration, InATest, InAHost, AroundAHost];

    [Fact]
    public async Task A_listener_that_is_closed_by_its_hook_ends_well()
    {
        var ended = await Child.RunAsync(Readme.Program(Hook));

        Assert.Equal(new(0, Readme.Output(Hook), ""), ended);
    }

    [Fact]
    public async Task A_listener_that_is_closed_by_its_hook_fails_without_ExpectedOnStop()
    {
        var ended = await Child.RunAsync(Replaced(Readme.Program(Hook), "ExpectedOnStop = exception => exception is SocketException or InvalidOperationException,", ""));

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Matches("SocketException|InvalidOperationException", ended.Errors);
    }

    [Fact]
    public async Task The_failure_of_a_nested_group_stops_the_others_and_comes_out_of_the_outer_one()
    {
        var ended = await Child.RunAsync(Readme.Program(Nested));

        Assert.Equal(new(0, Readme.Output(Nested), ""), ended);
    }

    [Fact]
    public async Task The_web_starts_after_the_store_is_ready_and_the_store_stops_after_the_web()
    {
        var ended = await Child.RunAsync(Readme.Program(After));

        Assert.Equal(new(0, Readme.Output(After), ""), ended);
    }

    [Fact]
    public async Task Who_does_not_stop_in_time_is_named()
    {
        var ended = await Child.RunAsync(Readme.Program(Limit));

        Assert.Equal(new(0, Readme.Output(Limit), ""), ended);
    }

    [Fact]
    public async Task Polly_restarts_an_actor()
    {
        var ended = await Child.RunAsync(Readme.Program(Restart));

        Assert.Equal(new(0, Readme.Output(Restart), ""), ended);
    }

    [Fact]
    public async Task What_Polly_gives_up_on_stops_the_group()
    {
        var ended = await Child.RunAsync(Replaced(Readme.Program(Restart), "MaxRetryAttempts = 5", "MaxRetryAttempts = 1"));

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("connection 2 was lost", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_ends_well_lets_the_server_start()
    {
        var ended = await Child.RunAsync(Readme.Program(Migration));

        Assert.Equal(new(0, Readme.Output(Migration), ""), ended);
    }

    [Fact]
    public async Task A_migration_that_fails_keeps_the_server_from_starting()
    {
        var ended = await Child.RunAsync(Readme.Program(Migration), "--broken");

        Assert.Equal(new(1, Readme.Output(Migration, index: 1), ""), ended);
    }

    [Fact]
    public async Task The_test_of_the_README_passes()
    {
        var type = Assert.Single(new Compiled(Readme.Program(InATest)).Load().GetExportedTypes());
        var test = type.GetMethod("It_greets")!;

        await (Task)test.Invoke(Activator.CreateInstance(type), [])!;
    }

    [Fact]
    public async Task A_group_in_a_host_works_until_the_host_is_stopped()
    {
        var ended = await Child.RunUntilAsync(Readme.Program(InAHost), "running");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(Readme.Output(InAHost), Assert.Single(ended.Output.Split('\n').Distinct())); // more often on a slow machine
    }

    [Fact]
    public async Task A_worker_that_throws_in_a_host_does_not_look_like_success()
    {
        var ended = await Child.RunAsync(Replaced(Readme.Program(InAHost), "await Task.Delay(1_000, stoppingToken);", "throw new IOException(\"the disk is full\");"));

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("Unhandled exception. System.IO.IOException: the disk is full", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_in_a_group_stops_after_those_that_came_after_it()
    {
        var ended = await Child.RunUntilAsync(Readme.Program(AroundAHost), "Client running", "Worker running"); // in whichever order

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(Readme.Output(AroundAHost).Split('\n').Order(StringComparer.Ordinal), ended.Output.Split('\n').Order(StringComparer.Ordinal));
        Assert.EndsWith("Client stopped\nWorker stopped", ended.Output, StringComparison.Ordinal);
    }

    private static string Replaced(string program, string text, string replacement)
    {
        Assert.Contains(text, program, StringComparison.Ordinal);
        return program.Replace(text, replacement, StringComparison.Ordinal);
    }
}
