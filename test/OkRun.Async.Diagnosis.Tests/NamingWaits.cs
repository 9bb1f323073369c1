namespace OkRun.Async.Tests;

/// <summary>What code waits for in the framework is called what people call it, and the framework's own methods are folded.</summary>
public class NamingWaits
{
    private const string Arguments = "(Action began, Task gate)";

    public static TheoryData<string> Builds => Shape.Builds;

    [Theory, MemberData(nameof(Builds))]
    public void A_delay(string build) => Awaits(build, "Waits.Delay", "awaits Task.Delay", "Delay");

    [Theory, MemberData(nameof(Builds))]
    public void A_semaphore(string build) => Awaits(build, "Waits.Semaphore", "awaits a semaphore", "Semaphore");

    [Theory, MemberData(nameof(Builds))]
    public void A_semaphore_with_a_token(string build) => Awaits(build, "Waits.SemaphoreOrToken", "awaits a semaphore", "SemaphoreOrToken");

    [Theory, MemberData(nameof(Builds))]
    public void A_periodic_timer(string build) => Awaits(build, "Waits.Timer", "awaits a PeriodicTimer", "Timer");

    [Theory, MemberData(nameof(Builds))]
    public void An_empty_channel(string build) => Awaits(build, "Waits.Channel", "awaits a channel", "Channel");

    [Theory, MemberData(nameof(Builds))]
    public void A_full_channel(string build) => Awaits(build, "Waits.FullChannel", "awaits a channel", "FullChannel");

    [Theory, MemberData(nameof(Builds))]
    public void The_items_of_a_channel(string build) => Awaits(build, "Waits.ChannelLoop", "awaits a channel in ChannelReader.ReadAllAsync", "ChannelLoop");

    [Theory, MemberData(nameof(Builds))]
    public void The_exit_of_a_process(string build) => Awaits(build, "Waits.Exit", "awaits Process.WaitForExitAsync", "Exit");

    [Theory, MemberData(nameof(Builds))]
    public void A_connection(string build) => Awaits(build, "Waits.Accept", "awaits a socket in TcpListener.AcceptTcpClientAsync", "Accept");

    [Theory, MemberData(nameof(Builds))]
    public async Task The_answer_to_a_request_through_a_handler_of_the_user(string build)
    {
        using var shape = await Shape.StartElsewhere(build, "Waits.Http");

        await shape.Shows(
            $"awaits a socket in {(Environment.Version.Major == 8 ? "RedirectHandler" : "SocketsHttpHandler")}.SendAsync",
            "at Demo.Waits.Handler.SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) @Handler",
            "through HttpClient.GetStringAsync",
            $"at Demo.Waits.Http{Arguments} @Http");
    }

    [Theory, MemberData(nameof(Builds))]
    public void A_limit_of_time(string build)
    {
        using var shape = Shape.Start(build, "Waits.TimeOut");

        var trace = shape.Trace();

        Assert.Equal(
            shape.Lines("awaits a TaskCompletionSource", $"at Demo.Awaits.Leaf{Arguments} @Leaf", "through Task.WaitAsync", $"at Demo.Waits.TimeOut{Arguments} @Timeout"),
            trace.ToString());
    }

    private static void Awaits(string build, string name, string leaf, string mark)
    {
        using var shape = Shape.Start(build, name);

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(leaf, $"at Demo.{name}{Arguments} @{mark}"), trace.ToString());
        Assert.Equal(shape.Placed($"{name} @{mark}"), trace.Innermost);
    }
}
