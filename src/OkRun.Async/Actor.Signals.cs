#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace OkRun.Async;

public sealed partial record Actor
{
    /// <summary>Creates an actor that ends well when the process receives SIGINT (Ctrl+C) or SIGTERM, and so stops the group without an error.</summary>
    /// <remarks>The signals' default action is held off until the first one has been taken and restored at that moment: a second Ctrl+C ends the process at once.</remarks>
    /// <returns>An actor called "signals".</returns>
    public static Actor Signals() => Signals(PosixSignal.SIGINT, PosixSignal.SIGTERM);

    /// <summary>Creates an actor that ends well when the process receives one of the given signals.</summary>
    /// <param name="signals">The signals to listen to; none means SIGINT and SIGTERM.</param>
    /// <returns>An actor called "signals". It fails with a <see cref="PlatformNotSupportedException"/> that names the signal where the platform lacks it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="signals"/> is null.</exception>
    public static Actor Signals(params PosixSignal[] signals) => Signals(static _ => { }, signals);

    /// <summary>Creates an actor that ends well when the process receives one of the given signals, and says which.</summary>
    /// <param name="received">Told of the signal that was taken, on a thread of the pool. What it throws is a failure of the actor.</param>
    /// <param name="signals">The signals to listen to; none means SIGINT and SIGTERM.</param>
    /// <returns>An actor called "signals". It fails with a <see cref="PlatformNotSupportedException"/> that names the signal where the platform lacks it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="received"/> or <paramref name="signals"/> is null.</exception>
    public static Actor Signals(Action<PosixSignal> received, params PosixSignal[] signals)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(signals);
        PosixSignal[] heard = signals.Length == 0 ? [PosixSignal.SIGINT, PosixSignal.SIGTERM] : [.. signals.Distinct()];
        return new("signals", (ready, cancellationToken) => SignalAsync(heard, received, ready, cancellationToken));
    }

    private static async Task SignalAsync(PosixSignal[] signals, Action<PosixSignal> received, Action ready, CancellationToken cancellationToken)
    {
        using var listener = new SignalListener(signals);
        using var stop = cancellationToken.UnsafeRegister(static state => ((SignalListener)state!).Dispose(), listener);
        ready();
        if (await listener.Taken.ConfigureAwait(false) is { } signal)
        {
            received(signal);
        }
    }
}
#endif
