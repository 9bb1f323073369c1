#if !NET8_0_OR_GREATER
namespace OkRun.Async;

public sealed partial record Actor
{
    /// <summary>Creates an actor that ends well on Ctrl+C or when the process is asked to exit, and so stops the group without an error.</summary>
    /// <remarks>
    /// It listens to <c>Console.CancelKeyPress</c> and <see cref="AppDomain.ProcessExit"/>. The first Ctrl+C is taken, unless the group stops already; the next ends the process at once.
    /// An exit of the process, unless Ctrl+C came before it, is held until the run is over; time limits (<see cref="ActorGroupOptions.StopTimeout"/>) bound that wait.
    /// Without them an actor that calls <see cref="Environment.Exit"/> waits for itself. What <c>Main</c> returns meanwhile may replace the exit code: return <see cref="Environment.ExitCode"/>.
    /// Mono hears Ctrl+C from a terminal only.
    /// </remarks>
    /// <returns>An actor called "signals".</returns>
    public static Actor Signals() => new("signals", SignalAsync, announcesReady: true);

    private static async Task SignalAsync(ActorRun run)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = run.Token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), taken);

#pragma warning disable RS0030 // this target has no other way to hear of Ctrl+C
        try
        {
            Console.CancelKeyPress += OnCancelKeyPress;
        }
        catch (PlatformNotSupportedException exception)
        {
            throw new PlatformNotSupportedException("This platform has no signal SIGINT (Ctrl+C).", exception);
        }

        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        run.BecomeReady();
        await taken.Task.ConfigureAwait(false);
        _ = run.Completion.ContinueWith(_ => Leave(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        void OnCancelKeyPress(object sender, ConsoleCancelEventArgs args)
        {
            args.Cancel |= taken.TrySetResult();
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit; // one that is not taken is an exit on Mono, and ends the process at once
        }

        void Leave()
        {
            Console.CancelKeyPress -= OnCancelKeyPress;
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        }
#pragma warning restore RS0030

        void OnProcessExit(object sender, EventArgs args)
        {
            taken.TrySetResult();
            ((IAsyncResult)run.Completion).AsyncWaitHandle.WaitOne();
        }
    }
}
#endif
