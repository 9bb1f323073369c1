using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>A Redis server of our own, which writes nothing.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly string? _program = Server.Find("redis-server");

    private readonly Process _process;

    private RedisServer(int port)
    {
        Port = port;
        _process = Process.Start(new ProcessStartInfo(_program!, ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public static string? Missing => _program is null ? "Redis is not installed: redis-server is not on the PATH. See .ci/databases." : null;

    public int Port { get; }

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer(Server.FreePort());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", server.Port, deadline.Token);
                return server;
            }
            catch (SocketException)
            {
                await Eventually.RestAsync(); // it is not up yet
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
