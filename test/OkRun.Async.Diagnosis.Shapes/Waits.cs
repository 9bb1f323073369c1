using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Demo;

/// <summary>The things of the framework that code waits for.</summary>
internal static class Waits
{
    public static async Task Delay(Action began, Task gate) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Until(gate)); // at: Delay

    public static async Task Semaphore(Action began, Task gate)
    {
        using var semaphore = new SemaphoreSlim(0);
        await semaphore.WaitAsync(); // at: Semaphore
    }

    public static async Task SemaphoreOrToken(Action began, Task gate)
    {
        using var semaphore = new SemaphoreSlim(0);
        await semaphore.WaitAsync(Until(gate)); // at: SemaphoreOrToken
    }

    public static async Task Timer(Action began, Task gate)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromDays(1));
        await timer.WaitForNextTickAsync(Until(gate)); // at: Timer
    }

    public static async Task Channel(Action began, Task gate) => await System.Threading.Channels.Channel.CreateUnbounded<int>().Reader.ReadAsync(Until(gate)); // at: Channel

    public static async Task FullChannel(Action began, Task gate)
    {
        var channel = System.Threading.Channels.Channel.CreateBounded<int>(1);
        await channel.Writer.WriteAsync(1);
        await channel.Writer.WriteAsync(2, Until(gate)); // at: FullChannel
    }

    public static async Task ChannelLoop(Action began, Task gate)
    {
        await foreach (var number in System.Threading.Channels.Channel.CreateUnbounded<int>().Reader.ReadAllAsync(Until(gate))) // at: ChannelLoop
        {
        }
    }

    public static async Task TimeOut(Action began, Task gate) => await Awaits.Leaf(began, gate).WaitAsync(TimeSpan.FromDays(1)); // at: Timeout

    public static async Task Exit(Action began, Task gate)
    {
        using var process = Process.GetCurrentProcess();
        await process.WaitForExitAsync(Until(gate)); // at: Exit
    }

    public static async Task Accept(Action began, Task gate)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = await listener.AcceptTcpClientAsync(Until(gate)); // at: Accept
    }

    public static async Task Http(Action began, Task gate)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpClient(new Handler());
        var request = client.GetStringAsync(new Uri($"http://{listener.LocalEndpoint}"), Until(gate));
        using var accepted = await listener.AcceptTcpClientAsync(Until(gate));
        var seen = new byte[1];
        await accepted.GetStream().ReadExactlyAsync(seen); // the request has been sent, so that its answer is awaited
        began();
        await request; // at: Http
    }

    private sealed class Handler() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            await base.SendAsync(request, cancellationToken); // at: Handler
    }

    private static CancellationToken Until(Task gate)
    {
        var source = new CancellationTokenSource();
        _ = gate.ContinueWith(_ => source.Cancel(), TaskScheduler.Default);
        return source.Token;
    }
}
