namespace OkRun.Async.Tests;

/// <summary><see cref="Actor.Until"/> needs no thread of the pool, which may be blocked, and runs nothing on the stack that cancels the other token. That it stops where the pool is blocked is a row of the isolation program.</summary>
public class AwaitingATokenOfOthers
{
    [Fact]
    public async Task It_ends_on_a_thread_that_is_neither_of_the_pool_nor_the_one_that_cancels()
    {
        using var others = new CancellationTokenSource();
        var observer = new ThreadOfTheEnd();
        var run = new ActorGroup(new() { Observer = observer }) { Actor.Until(others.Token) }.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);

        var canceller = new Thread(others.Cancel);
        canceller.Start();
        await run.Completion.OrHang();

        Assert.False(observer.IsOfPool);
        Assert.NotEqual(canceller.ManagedThreadId, observer.Id);
    }

    [Fact]
    public async Task It_ends_at_once_where_the_other_token_is_cancelled_already() =>
        await new ActorGroup { Actor.Until(new CancellationToken(canceled: true)) }.RunAsync().OrHang();

    private sealed class ThreadOfTheEnd : ActorGroupObserver
    {
        public bool IsOfPool { get; private set; }

        public int Id { get; private set; }

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) =>
            (IsOfPool, Id) = (Thread.CurrentThread.IsThreadPoolThread, Environment.CurrentManagedThreadId);
    }
}
