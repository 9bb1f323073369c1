// A program for tests that need a process of their own: its argument says how its one worker behaves.
using OkRun.Async;

var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) })
{
    Actor.Signals(),
    {
        "worker",
        args[0] switch
        {
            "waits" => token => Task.Delay(Timeout.InfiniteTimeSpan, token),
            "ignores the stop" => _ => Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None),
            "fails" => _ => throw new InvalidOperationException("the worker is broken"),
            _ => throw new ArgumentException($"There is no worker that {args[0]}."),
        }
    },
};

try
{
    await group.RunAsync();
    return 0;
}
catch (InvalidOperationException)
{
    return 1;
}
