#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace OkRun.Async;

/// <summary>The signals of a program: SIGINT and SIGTERM stop it, SIGQUIT shows it.</summary>
internal sealed class MainSignals : IDisposable
{
    private readonly SignalListener _stop;
    private readonly PosixSignalRegistration _show;

    private MainSignals(MainRun main)
    {
        _stop = new(
            [PosixSignal.SIGINT, PosixSignal.SIGTERM],
            signal =>
            {
                main.Stop(signal.ToString());
                return true;
            });
        _show = PosixSignalRegistration.Create(
            PosixSignal.SIGQUIT,
            context =>
            {
                context.Cancel = true;
                main.Show();
            });
    }

    /// <summary>The exit code where no actor has failed.</summary>
#pragma warning disable CA1822 // that of the netstandard2.0 asset looks at the instance
    public int CodeOfNormalEnd => 0;
#pragma warning restore CA1822

    /// <summary>Null where the platform has no signals.</summary>
#pragma warning disable IDE0060 // that of the netstandard2.0 asset holds an exit of the process until then
    public static MainSignals? Listen(MainRun main, Task reported)
#pragma warning restore IDE0060
    {
        try
        {
            return new(main);
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _show.Dispose();
    }
}
#endif
