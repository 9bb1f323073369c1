#if !NET8_0_OR_GREATER
namespace OkRun.Async;

/// <summary>Offers the first Ctrl+C, or an exit of the process, to its owner. The next Ctrl+C ends the process.</summary>
internal sealed class SignalListener : IDisposable
{
    public const string CtrlC = "Ctrl+C";

    private readonly object _lock = new();
    private readonly Func<string, bool> _take;
    private readonly Task _over;
    private bool _isDisposed;

    /// <summary>Begins to listen.</summary>
    /// <param name="take">Given the first. If it returns false, the default action of Ctrl+C is left as other handlers want it.</param>
    /// <param name="over">An exit of the process is held until then.</param>
    public SignalListener(Func<string, bool> take, Task over)
    {
        (_take, _over) = (take, over);
#pragma warning disable RS0030 // this target has no other way to hear of Ctrl+C
        try
        {
            Console.CancelKeyPress += OnFirst;
        }
        catch (PlatformNotSupportedException exception)
        {
            throw new PlatformNotSupportedException("This platform has no signal SIGINT (Ctrl+C).", exception);
        }

        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public bool HoldsExit { get; private set; }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Console.CancelKeyPress -= OnFirst;
            Console.CancelKeyPress -= OnNext;
        }

        AppDomain.CurrentDomain.ProcessExit -= OnExit;
    }

    private void OnFirst(object sender, ConsoleCancelEventArgs args)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                Console.CancelKeyPress += OnNext; // the last of all handlers: it has the last word
                Console.CancelKeyPress -= OnFirst;
            }
        }

        args.Cancel |= _take(CtrlC);
        AppDomain.CurrentDomain.ProcessExit -= OnExit; // one that is not taken is an exit on Mono, and ends the process at once
    }
#pragma warning restore RS0030

    private void OnNext(object sender, ConsoleCancelEventArgs args)
    {
        LastWords.Say(CtrlC);
        args.Cancel = false;
    }

    private void OnExit(object sender, EventArgs args)
    {
        HoldsExit = true;
        _take("exit of the process");
        ((IAsyncResult)_over).AsyncWaitHandle.WaitOne();
    }
}
#endif
