#if !NET8_0_OR_GREATER
namespace OkRun.Async;

public sealed partial record Actor
{
    /// <summary>Creates an actor that completes on Ctrl+C or when the process is asked to exit, and so stops the group without an error.</summary>
    /// <remarks>
    /// It listens to <c>Console.CancelKeyPress</c> and <see cref="AppDomain.ProcessExit"/>. The first Ctrl+C stops the group, unless it stops already. The next one ends the process at once,
    /// even if other handlers of that event cancel it, until the run is over.
    /// An exit of the process, unless Ctrl+C came before it, is held until the run is over. Time limits (<see cref="ActorGroupOptions.StopTimeout"/>) bound that wait.
    /// Without a time limit, an actor that calls <see cref="Environment.Exit"/> waits for itself. The value that <c>Main</c> returns meanwhile can replace the exit code, so return <see cref="Environment.ExitCode"/>.
    /// On Mono, Ctrl+C arrives from a terminal only.
    /// </remarks>
    /// <returns>An actor called "signals".</returns>
    public static Actor Signals() => new("signals", SignalAsync, announcesReady: true, code: SignalAsync);

    private static async Task SignalAsync(ActorRun run)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.None); // completed where the actor is told to stop, or on a thread of its own: the pool may be blocked
        var isDecided = 0;
        using var stop = run.Token.UnsafeRegister(_ => { if (IsFirst()) { _complete(taken); } }, null);

#pragma warning disable CA2000 // disposed when the run is over, not when the actor is: until then a second Ctrl+C ends the process
        var listener = new SignalListener(Take, run.Completion);
#pragma warning restore CA2000
        _ = run.Completion.ContinueWith(static (_, state) => ((SignalListener)state!).Dispose(), listener, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        run.BecomeReady();
        await taken.Task.ConfigureAwait(false);

        bool Take(string signal)
        {
            if (!IsFirst())
            {
                return false;
            }

            run.Remark = signal == SignalListener.CtrlC ? "took Ctrl+C" : "was told that the process exits";
            Threads.Run(_complete, taken);
            return true;
        }

        bool IsFirst() => Interlocked.Exchange(ref isDecided, 1) == 0;
    }
}
#endif
