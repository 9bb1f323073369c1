#if !NET8_0_OR_GREATER
namespace OkRun.Async;

/// <summary>What stops a program: Ctrl+C, and an exit of the process.</summary>
internal sealed class MainSignals : IDisposable
{
    private readonly SignalListener _stop;

    private MainSignals(MainRun main, Task reported) => _stop = new(
        signal =>
        {
            main.Stop(signal);
            return true;
        },
        reported);

    /// <summary>The exit code where no actor has failed: that of an exit, if there is one.</summary>
    public int CodeOfNormalEnd => _stop.HoldsExit ? Environment.ExitCode : 0;

    /// <summary>Null where the platform has no console.</summary>
    public static MainSignals? Listen(MainRun main, Task reported)
    {
        try
        {
            return new(main, reported);
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }

    public void Dispose() => _stop.Dispose();
}
#endif
