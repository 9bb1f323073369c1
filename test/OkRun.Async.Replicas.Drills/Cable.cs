using System.Net;
using System.Net.Sockets;

namespace OkRun.Async.Replicas.Drills;

/// <summary>A cable to a server that can fall silent: connections stay open, and nothing comes through, not even that one side closes. New connections are accepted and get no answer.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _isOver = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _sounds = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Cable(int server)
    {
        _server = server;
        _sounds.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void FallSilent() => _sounds = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void SoundAgain() => _sounds.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _isOver.CancelAsync();
        SoundAgain();
        _listener.Dispose();
        await _accepting;
        _isOver.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_isOver.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_isOver.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await _sounds.Task;
            await far.ConnectAsync(IPAddress.Loopback, _server, _isOver.Token);
            await Task.WhenAny(CarryAsync(near.GetStream(), far.GetStream()), CarryAsync(far.GetStream(), near.GetStream()));
            await _sounds.Task; // the other side must not hear of the end either
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            await _sounds.Task;
        }
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReadAsync(buffer, _isOver.Token) is > 0 and var count)
            {
                await _sounds.Task;
                await to.WriteAsync(buffer.AsMemory(0, count), _isOver.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side has closed: so does the other.
        }
    }
}
