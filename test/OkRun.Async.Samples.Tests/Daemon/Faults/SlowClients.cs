using System.Net.Sockets;
using System.Text;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>Clients that have sent an order but for its last byte, and send no more.</summary>
/// <remarks>Kestrel cuts off who sends less than 240 bytes a second, after a grace of 5 s. These have sent enough for a minute, so that only the stop cuts them off.</remarks>
internal sealed class SlowClients : IDisposable
{
    private static readonly byte[] _head = Encoding.ASCII.GetBytes("POST /orders HTTP/1.1\r\nHost: desk\r\nContent-Length: 16384\r\nExpect: 100-continue\r\n\r\n");
    private static readonly byte[] _order = Encoding.ASCII.GetBytes("""{"item": "slow" """.PadRight(16_384 - 1));
    private readonly List<TcpClient> _clients = [];

    /// <summary>Opens so many, each when the daemon has told the last one that it reads its order.</summary>
    public static async Task<SlowClients> OpenAsync(Uri address, int count)
    {
        var slow = new SlowClients();
        for (var number = 0; number < count; number++)
        {
            await slow.AddAsync(address);
        }

        return slow;
    }

    /// <summary>The daemon has said nothing more to any of them, and has closed no connection.</summary>
    public void AssertConnected() => Assert.Equal(0, _clients.Count(client => client.Client.Poll(0, SelectMode.SelectRead)));

    /// <summary>Leaves without a farewell: the daemon is told that its connections were reset.</summary>
    public void HangUp()
    {
        foreach (var client in _clients)
        {
            client.Client.Close(timeout: 0); // the client itself would say goodbye
        }
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private async Task AddAsync(Uri address)
    {
        var client = new TcpClient();
        _clients.Add(client);
        await client.ConnectAsync(address.Host, address.Port).OrHang();
        var stream = client.GetStream();
        await stream.WriteAsync(_head);
        var answer = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await stream.ReadExactlyAsync(answer).AsTask().OrHang();
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
        await stream.WriteAsync(_order);
    }
}
