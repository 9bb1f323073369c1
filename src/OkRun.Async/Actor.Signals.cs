#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace OkRun.Async;

public sealed partial record Actor
{
    private static readonly TimeSpan _headStart = TimeSpan.FromMilliseconds(100);

    /// <summary>Creates an actor that completes when the process receives SIGINT (Ctrl+C) or SIGTERM, and so stops the group without an error.</summary>
    /// <remarks>
    /// The first signal does not end the process. The next one ends it at once, whatever hangs, and even if another handler in the process, such as the console
    /// lifetime of a host, cancels its default action. On Unix the process dies of the signal (shells show 130 or 143), on Windows it exits with 0xC000013A. This holds until the run is over.
    /// The reason of the stop is the signal, also where a host of the group (<c>AsActor</c>) hears it too. On .NET 8 that needs this actor, or <see cref="ActorGroup.RunMainAsync"/>, to listen before the host starts.
    /// A group that stops for another reason takes no signal any more. The first signal then ends the process, unless another handler cancels it. The second one always does.
    /// </remarks>
    /// <returns>An actor called "signals".</returns>
    public static Actor Signals() => Signals(PosixSignal.SIGINT, PosixSignal.SIGTERM);

    /// <summary>Creates an actor that completes when the process receives one of the given signals.</summary>
    /// <remarks>See <see cref="Signals()"/>. Only a second SIGHUP, SIGINT, SIGQUIT or SIGTERM ends the process in any case. Other signals have their default action again.</remarks>
    /// <param name="signals">The signals to listen to. None means SIGINT and SIGTERM.</param>
    /// <returns>An actor called "signals". It fails with a <see cref="PlatformNotSupportedException"/> that names the signal where the platform lacks it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="signals"/> is null.</exception>
    public static Actor Signals(params PosixSignal[] signals) => Signals(static _ => { }, signals);

    /// <summary>Creates an actor that completes when the process receives one of the given signals, and reports which.</summary>
    /// <remarks>See <see cref="Signals(PosixSignal[])"/>.</remarks>
    /// <param name="received">Given the signal that was taken, on a background thread. It should return soon: the actor ends after it. What it throws is a failure of the actor.</param>
    /// <param name="signals">The signals to listen to. None means SIGINT and SIGTERM.</param>
    /// <returns>An actor called "signals". It fails with a <see cref="PlatformNotSupportedException"/> that names the signal where the platform lacks it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="received"/> or <paramref name="signals"/> is null.</exception>
    public static Actor Signals(Action<PosixSignal> received, params PosixSignal[] signals)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(signals);
        PosixSignal[] heard = signals.Length == 0 ? [PosixSignal.SIGINT, PosixSignal.SIGTERM] : [.. signals.Distinct()];
        return new("signals", run => SignalAsync(run, heard, received), announcesReady: true, code: received);
    }

    private static async Task SignalAsync(ActorRun run, PosixSignal[] signals, Action<PosixSignal> received)
    {
        var taken = new TaskCompletionSource<PosixSignal?>(TaskCreationOptions.None); // completed on a thread of its own, or where the actor is told to stop: the pool may be blocked
        var isDecided = 0;
#pragma warning disable CA2000 // disposed when the run is over, not when the actor is: until then a second signal ends the process
        var listener = new SignalListener(signals, signal => Decide(() => Take(signal)));
#pragma warning restore CA2000
        _ = run.Completion.ContinueWith(static (_, state) => ((SignalListener)state!).Dispose(), listener, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        using var stop = run.Token.UnsafeRegister(_ => Decide(() => taken.TrySetResult(null)), null);
        run.BecomeReady();
        if (await taken.Task.ConfigureAwait(false) is { } signal)
        {
            run.Remark = $"took {signal}";
            received(signal);
        }

        bool Decide(Action decide)
        {
            var isFirst = Interlocked.Exchange(ref isDecided, 1) == 0;
            if (isFirst)
            {
                decide();
            }

            return isFirst;
        }

        void Take(PosixSignal signal)
        {
            var ended = new ManualResetEventSlim();
            Threads.Run(
                _ =>
                {
                    taken.TrySetResult(signal);
                    ended.Set();
                },
                null);
            ended.Wait(_headStart); // other handlers, such as the console lifetime of a host, are called next: what they end is not the first to end
        }
    }
}
#endif
