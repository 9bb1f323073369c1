using System.Net;
using System.Net.WebSockets;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Web servers in processes of their own, whose clients stay connected while they stop.</summary>
public sealed class ServingUntilTheEnd : IDisposable
{
    private readonly HttpClient _client = new() { DefaultRequestVersion = HttpVersion.Version11 };

    [Theory]
    [InlineData("an event stream", false)]
    [InlineData("a web socket", false)]
    [InlineData("HTTP/2", false)]
    [InlineData("an event stream", true)]
    [InlineData("a web socket", true)]
    [InlineData("HTTP/2", true)]
    public async Task A_time_limit_alone_ends_a_server_whose_client_stays(string client, bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "waits", "beside a web server with a limit");
        var addresses = (await program.Output.WithAsync("listening on")).Split(' ')[2..].Select(address => new Uri(address)).ToArray();
        using var connection = await ConnectAsync(client, addresses);

        program.Send(Posix.Terminate);

        Assert.Equal(0, await program.ExitAsync());
        Assert.DoesNotContain("abandoned", program.Errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("failed", program.Errors.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private async Task<IDisposable> ConnectAsync(string client, Uri[] addresses)
    {
        if (client == "a web socket")
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new($"ws://{addresses[0].Authority}/socket"), CancellationToken.None).OrHang();
            await socket.ReceiveAsync(new byte[100].AsMemory(), CancellationToken.None).AsTask().OrHang();
            return socket;
        }

        var isSecond = client == "HTTP/2";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(addresses[isSecond ? 1 : 0], "/stream"))
        {
            Version = isSecond ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).OrHang();
    }
}

/// <summary>The program of the tests: on the runtime of the tests, or with a runtime of .NET 8, in the folder that the build gives it.</summary>
internal static class Programs
{
    /// <summary>The sample, in a folder of its own: here it would miss the packages that the tests have from their framework.</summary>
    public static string Sample => Path.Combine("..", "..", "GenericHost", Configuration, "GenericHost");

    /// <summary>The folder of a project with one target; that of the tests, who have several, is called after their target too.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name.Split('_')[0];

    public static string Named(bool onNet8) => onNet8
        ? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "OkRun.Async.TestHost.Net8", $"{Configuration}_linux-x64", "OkRun.Async.TestHost.Net8"))
        : "OkRun.Async.TestHost";
}
