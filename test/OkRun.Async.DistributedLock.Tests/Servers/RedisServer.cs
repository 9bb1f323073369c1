using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>A Redis server of our own, which writes nothing: when it is stopped it forgets.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly string? _program = Server.Find("redis-server");

    private Process? _process;

    private RedisServer()
    {
    }

    public static string? Missing => _program is null ? "Redis is not installed: redis-server is not on the PATH. See .ci/databases." : null;

    public int Port { get; } = Server.FreePort();

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        _process?.Dispose();
        _process = Process.Start(new ProcessStartInfo(_program!, ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port, deadline.Token);
                return;
            }
            catch (SocketException)
            {
                await Eventually.RestAsync(); // it is not up yet
            }
        }
    }

    public async Task StopAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process!.Dispose();
    }
}
