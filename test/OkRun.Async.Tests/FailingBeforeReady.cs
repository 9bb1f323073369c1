namespace OkRun.Async.Tests;

/// <summary>What <see cref="ActorGroupRun.Ready"/> says of a run that stops before it is ready.</summary>
public class FailingBeforeReady
{
    [Fact]
    public async Task It_says_why_with_the_exception_as_it_was_thrown()
    {
        var failure = new IOException("the certificate is missing");
        await using var run = new ActorGroup { new Actor("greeter", async (_, _) => { await Task.Yield(); throw failure; }) }.Start();

        var thrown = await Assert.ThrowsAsync<IOException>(() => run.Ready.OrHang());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task A_cancellation_of_another_token_is_a_failure_too()
    {
        var failure = new OperationCanceledException("a request timed out");
        await using var run = new ActorGroup { new Actor("greeter", (_, _) => Task.FromException(failure)) }.Start();

        await run.Ready.EndOrHang();

        Assert.Same(failure, Assert.Single(run.Ready.Exception!.InnerExceptions));
    }

    [Theory]
    [InlineData("returns")]
    [InlineData("is stopped")]
    [InlineData("is cancelled by its caller")]
    public async Task Without_a_failure_it_is_canceled(string how)
    {
        using var caller = new CancellationTokenSource();
        var run = new ActorGroup { new Actor("never ready", (_, token) => how == "returns" ? Task.CompletedTask : Work.UntilTold(token)) }.Start(caller.Token);

        if (how == "is stopped")
        {
            run.Stop();
        }
        else if (how != "returns")
        {
            await caller.CancelAsync();
        }

        await run.Ready.EndOrHang();

        Assert.Equal(TaskStatus.Canceled, run.Ready.Status);
    }
}
