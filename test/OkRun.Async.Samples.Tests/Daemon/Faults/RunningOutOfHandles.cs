using System.Net;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>Every connection is a handle, and <c>ulimit -n</c> is how many there are. .NET aborts a process that has none left when it needs a thread.</summary>
[Collection(nameof(UnderLoad))]
public class RunningOutOfHandles(ITestOutputHelper output)
{
    private const int Many = 16;
    private const int Aborted = 134;

    [LimitsFact]
    public async Task More_connections_than_the_daemon_takes_disturb_neither_those_it_has_nor_the_stop()
    {
        using var folder = new Folder();
        var ledger = new Ledger(folder.Path);
        await using var daemon = DaemonProcess.Start(folder.Path);
        var address = await daemon.ReadyAsync();
        var clients = new Clients(Many);
        var running = clients.RunAsync(address);
        await clients.MoreAsync();
        LimitHandles(daemon, Handles(daemon) + 2_200);

        using (var crowd = new Idlers(address, 2_500))
        {
            await crowd.SomeAreTurnedAwayAsync();
            await clients.MoreAsync();
            output.WriteLine($"{Handles(daemon)} handles, {clients.Acknowledged.Count} acknowledged");
        }

        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
        await running.OrHang();
        ledger.Add(clients);
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged");
    }

    [LimitsFact]
    public async Task A_daemon_without_any_handle_left_may_be_aborted_and_loses_nothing()
    {
        using var folder = new Folder();
        var ledger = new Ledger(folder.Path);
        await using var daemon = DaemonProcess.Start(folder.Path);
        var address = await daemon.ReadyAsync();
        var clients = new Clients(Many);
        var running = clients.RunAsync(address);
        await clients.MoreAsync();

        var limit = Handles(daemon) + 20;
        LimitHandles(daemon, limit);
        using var crowd = new Idlers(address, 100);
        await Eventually.True(() => daemon.HasExited || Handles(daemon) >= limit - 1); // a daemon that lives on may have closed one again
        output.WriteLine($"{Handles(daemon)} handles of {limit}");
        await Task.WhenAny(running, clients.MoreAsync());
        Tool.Run("kill", "-TERM", $"{daemon.Id}"); // unless it is gone already

        Assert.Contains(await daemon.ExitAsync(), new[] { 0, Aborted });
        await running.OrHang();
        ledger.Add(clients);
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged\n{daemon.Errors}");
    }

    /// <summary>How many it has; 0 when it is gone.</summary>
    private static int Handles(Child daemon)
    {
        try
        {
            return Directory.GetFileSystemEntries($"/proc/{daemon.Id}/fd").Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0; // it ended while we looked
        }
    }

    private static void LimitHandles(Child daemon, int count) => Assert.Null(Tool.Run("prlimit", "--pid", $"{daemon.Id}", $"--nofile={count}:"));

    /// <summary>Connections on which nothing is ever said.</summary>
    private sealed class Idlers : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public Idlers(Uri address, int count)
        {
            for (var number = 0; number < count; number++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(socket);
                if (!TryConnect(socket, address.Port))
                {
                    break;
                }
            }
        }

        /// <summary>The daemon closes connections of which it has too many.</summary>
        public async Task SomeAreTurnedAwayAsync() => Assert.Equal(0, await _sockets[^1].ReceiveAsync(new byte[1]).OrHang());

        /// <summary>Where the daemon does not, the queue of the system takes it; unless the daemon is gone.</summary>
        private static bool TryConnect(Socket socket, int port)
        {
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false; // aborted already, as a daemon without handles may be
            }
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LimitsFactAttribute : FactAttribute
    {
        public LimitsFactAttribute() => Skip = Needs.ReasonToSkip("There is no setting limits here", Tool.Run("prlimit", "--nofile=4096:", "true"));
    }
}
