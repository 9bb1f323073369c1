#if NET8_0_OR_GREATER
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OkRun.Async;

/// <summary>Ends the process as the default action of a signal does, without asking anything in the process that might hang.</summary>
internal static class ProcessEnd
{
    private const int ControlCExit = unchecked((int)0xC000013A);

    /// <summary>Returns only for a signal whose default action ends no process, and for one that has no name in <see cref="PosixSignal"/>.</summary>
    public static void By(PosixSignal signal)
    {
        if (Number(signal) is not { } number)
        {
            return;
        }

        LastWords.Say(signal.ToString());
        try
        {
            if (OperatingSystem.IsWindows())
            {
                _ = TerminateProcess(-1, ControlCExit);
            }
            else
            {
                Raise(number);
            }
        }
#pragma warning disable CA1031 // a platform without these functions: the runtime has one of its own, with another exit code
        catch
#pragma warning restore CA1031
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }

    /// <summary>The numbers of the signals that end a process are the same on all Unixes.</summary>
    private static int? Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        _ => null,
    };

    /// <summary>
    /// Dies of the signal, so that a shell sees why. The first process of a container does not: the system keeps from it what it does not handle. It exits, with the code that shells give to the others.
    /// </summary>
    private static void Raise(int number)
    {
        _ = SetAction(number, new byte[512], 0); // larger than the structure of any system; all zero is the default action on each of them
        _ = Kill(Environment.ProcessId, number);
        Exit(128 + number);
    }

#pragma warning disable SYSLIB1054 // generated marshalling is unsafe code, for which integers and bytes have no need
    [DllImport("libc", EntryPoint = "sigaction")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAction(int signal, byte[] action, nint previous);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int status);

    [DllImport("kernel32", EntryPoint = "TerminateProcess")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int TerminateProcess(nint process, int exitCode);
#pragma warning restore SYSLIB1054
}
#endif
