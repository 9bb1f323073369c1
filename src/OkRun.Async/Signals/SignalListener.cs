#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace OkRun.Async;

/// <summary>Offers the first signal to its owner, and ends the process at the next one, whatever other handlers of the signal want.</summary>
/// <remarks>
/// The runtime calls all handlers of a signal, one after the other, on a thread that is not the pool's. If any of them cancels the default action, there is none.
/// So the listener stays registered until it is disposed, and ends the process itself. It wants to hear of a signal before the console lifetime of a host, which stops the host. Some runtimes
/// call the oldest handler first, and some the newest. So the listener is registered twice: when it is made, and again whenever an actor says that it is ready, as a host has registered its own by then.
/// </remarks>
internal sealed class SignalListener : IDisposable
{
    private static readonly HashSet<SignalListener> _all = [];
    private static volatile bool _isAnyListening;

    private readonly PosixSignal[] _signals;
    private readonly Func<PosixSignal, bool> _take;
    private readonly PosixSignalRegistration[] _first;
    private PosixSignalRegistration[] _last = [];
    private PosixSignalContext? _heardOf;
    private int _heard;

    /// <summary>Begins to listen.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="take">Given the first signal, once. If it returns false, the default action of that signal is left as other handlers want it.</param>
    public SignalListener(PosixSignal[] signals, Func<PosixSignal, bool> take)
    {
        (_signals, _take) = (signals, take);
        _first = Register();
        lock (_all)
        {
            _isAnyListening = _all.Add(this);
        }
    }

    /// <summary>All listeners are the newest handlers again. No handler runs under the lock, and none takes it.</summary>
    public static void RegisterAllAgain()
    {
        if (!_isAnyListening)
        {
            return;
        }

        lock (_all)
        {
            foreach (var listener in _all)
            {
                listener.RegisterAgain();
            }
        }
    }

    public void Dispose()
    {
        lock (_all)
        {
            _all.Remove(this);
            _isAnyListening = _all.Count > 0;
            Release(_first);
            Release(_last);
        }
    }

    private static void Release(PosixSignalRegistration[] registrations) => Array.ForEach(registrations, static each => each.Dispose());

    private void RegisterAgain()
    {
        try
        {
            var before = _last;
            _last = Register();
            Release(before);
        }
#pragma warning disable CA1031 // it is registered already, only later in the row
        catch
#pragma warning restore CA1031
        {
        }
    }

    private PosixSignalRegistration[] Register()
    {
        List<PosixSignalRegistration> registrations = [];
        foreach (var signal in _signals)
        {
            try
            {
                registrations.Add(PosixSignalRegistration.Create(signal, Hear));
            }
            catch (Exception exception)
            {
                registrations.ForEach(static each => each.Dispose());
                throw exception is PlatformNotSupportedException ? new PlatformNotSupportedException($"This platform has no signal {signal}.", exception) : exception;
            }
        }

        return [.. registrations];
    }

    private void Hear(PosixSignalContext context)
    {
        if (ReferenceEquals(Interlocked.Exchange(ref _heardOf, context), context))
        {
            return; // the other registration has heard of this signal
        }

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
