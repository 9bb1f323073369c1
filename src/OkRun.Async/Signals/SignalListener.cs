#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace OkRun.Async;

/// <summary>Offers the first signal to its owner, and ends the process at the next one, whatever other handlers of the signal want.</summary>
/// <remarks>
/// The runtime calls all handlers of a signal, one after the other, on a thread that is not the pool's. If any of them cancels the default action, there is none.
/// So the listener stays registered until it is disposed, and ends the process itself. It keeps its place among the handlers: those before it have let the first signal through.
/// </remarks>
internal sealed class SignalListener : IDisposable
{
    private readonly Func<PosixSignal, bool> _take;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private bool _isDisposed;
    private int _heard;

    /// <summary>Begins to listen.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="take">Given the first signal, once. If it returns false, the default action of that signal is left as other handlers want it.</param>
    public SignalListener(PosixSignal[] signals, Func<PosixSignal, bool> take)
    {
        _take = take;
        try
        {
            foreach (var signal in signals)
            {
                Register(signal);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        PosixSignalRegistration[] released;
        lock (_registrations)
        {
            _isDisposed = true;
            released = [.. _registrations];
            _registrations.Clear();
        }

        foreach (var registration in released)
        {
            registration.Dispose();
        }
    }

    private void Register(PosixSignal signal)
    {
        try
        {
#pragma warning disable CA2000 // kept until the listener is disposed
            Keep(PosixSignalRegistration.Create(signal, Hear));
#pragma warning restore CA2000
        }
        catch (PlatformNotSupportedException exception)
        {
            throw new PlatformNotSupportedException($"This platform has no signal {signal}.", exception);
        }
    }

    private void Keep(PosixSignalRegistration registration)
    {
        lock (_registrations)
        {
            if (!_isDisposed)
            {
                _registrations.Add(registration);
                return;
            }
        }

        registration.Dispose(); // the owner had enough while this one was being registered
    }

    private void Hear(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _heard) > 1)
        {
            ProcessEnd.By(context.Signal);
        }
        else if (_take(context.Signal))
        {
            context.Cancel = true;
        }
    }
}
#endif
