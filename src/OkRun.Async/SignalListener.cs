#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace OkRun.Async;

/// <summary>Takes one signal, and gives all of them back to their default action at that moment.</summary>
internal sealed class SignalListener : IDisposable
{
    private readonly TaskCompletionSource<PosixSignal?> _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private bool _disposed;

    public SignalListener(PosixSignal[] signals)
    {
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

    /// <summary>The signal that was taken; null when the listener was disposed before any came.</summary>
    public Task<PosixSignal?> Taken => _taken.Task;

    public void Dispose()
    {
        PosixSignalRegistration[] released;
        lock (_registrations)
        {
            _disposed = true;
            released = [.. _registrations];
            _registrations.Clear();
        }

        foreach (var registration in released)
        {
            registration.Dispose();
        }

        _taken.TrySetResult(null);
    }

    private void Register(PosixSignal signal)
    {
        try
        {
#pragma warning disable CA2000 // kept until the listener is disposed
            Keep(PosixSignalRegistration.Create(signal, Take));
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
            if (!_disposed)
            {
                _registrations.Add(registration);
                return;
            }
        }

        registration.Dispose(); // an earlier signal was taken while this one was being registered
    }

    private void Take(PosixSignalContext context)
    {
        if (_taken.TrySetResult(context.Signal))
        {
            context.Cancel = true; // and otherwise left as other handlers of the signal want it
        }

        Dispose();
    }
}
#endif
