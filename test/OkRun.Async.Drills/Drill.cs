using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OkRun.Async.Drills;

/// <summary>What goes wrong, and where the parent looks.</summary>
/// <param name="name">What goes wrong.</param>
/// <param name="folder">A folder of the parent, in which the history is kept.</param>
internal sealed class Drill(string name, string folder) : IDisposable
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TcpListener? _taken = name == Drills.PortTaken ? new(IPAddress.Loopback, 0) : null;

    /// <summary>Ends when the parent says so.</summary>
    public Task Go => _go.Task;

    public string History { get; } = Path.Combine(folder, "history");

    /// <summary>The time limit of each actor's stop.</summary>
    public TimeSpan StopTimeout { get; } = name is Drills.HangsWithLimit ? TimeSpan.FromSeconds(3) : Timeout.InfiniteTimeSpan;

    /// <summary>When it is said for the first time what is waited for. It is 5 s by default: a drill is quicker.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Listens to the parent.</summary>
    public void Listen() => new Thread(() =>
    {
        if (Console.In.ReadLine() is not null)
        {
            _go.SetResult();
        }
    })
    { IsBackground = true }.Start();

    public bool Is(string other) => name == other;

    /// <summary>Where the page is served: at a port of its own, or at one that is taken.</summary>
    public string Url()
    {
        _taken?.Start();
        return $"http://{_taken?.LocalEndpoint.ToString() ?? "127.0.0.1:0"}";
    }

    /// <summary>Tells the parent where the page is.</summary>
    public static void Announce(string url)
    {
        // Each write of Console waits for Console.Out, which in one drill is blocked.
        using var handle = new SafeFileHandle(1, ownsHandle: false);
        using var output = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        output.Write(Encoding.UTF8.GetBytes($"The page is at {url}\n"));
    }

    /// <summary>A disk that is full, or a pipe that nobody reads; null for the console.</summary>
    public TextWriter? Log => field ??= name switch
    {
        Drills.LogThrows => new StreamWriter(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)) { AutoFlush = true },
        Drills.LogBlocks => Unread(),
        _ => null,
    };

    public void Dispose() => _taken?.Dispose();

    private static StreamWriter Unread()
    {
#pragma warning disable CA2000 // it must not be closed while the thread writes
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
#pragma warning restore CA2000
        new Thread(() =>
        {
            while (true)
            {
                pipe.Write(new byte[1024]); // until there is no room left
            }
        })
        { IsBackground = true }.Start();
        return new(pipe) { AutoFlush = true };
    }
}
