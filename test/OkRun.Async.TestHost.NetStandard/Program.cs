// A program for tests that need a process of their own: its argument says how its one worker behaves.
using OkRun.Async;

var worker = new Actor("worker", args[0] switch
{
    "waits" => token => Task.Delay(Timeout.Infinite, token),
    "ignores the stop" => _ => Task.Delay(Timeout.Infinite, CancellationToken.None),
    "exits" => WaitWhileTheProcessExitsAsync,
    _ => throw new ArgumentException($"There is no worker that {args[0]}."),
});

var signals = Actor.Signals();
var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) }) { signals, worker };
if (args.Contains("beside one that ends"))
{
    group.Add(new Actor("brief", _ => Task.CompletedTask) { After = [signals] });
}

if (args.Contains("beside others that cancel"))
{
    Console.CancelKeyPress += Cancel;
    group.Add(new Actor("other", _ => { Console.CancelKeyPress += Cancel; return Task.Delay(Timeout.Infinite, CancellationToken.None); }) { After = [signals] });
}

if (args.Contains("as main"))
{
    return await new ActorGroup { worker }.RunMainAsync();
}

await group.RunAsync();
return Environment.ExitCode; // that of an exit, if one has waited for the run

static void Cancel(object? sender, ConsoleCancelEventArgs args) => args.Cancel = true;

static async Task WaitWhileTheProcessExitsAsync(CancellationToken token)
{
    await Task.Run(static () => Console.In.ReadLine(), token); // until the test closes it
    new Thread(static () => Environment.Exit(3)).Start(); // which waits for the run
    await Task.WhenAny(Task.Delay(Timeout.Infinite, token));
    await Console.Error.WriteLineAsync("worker has tidied up");
}
