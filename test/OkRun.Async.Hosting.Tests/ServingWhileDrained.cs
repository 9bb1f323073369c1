using System.Net;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Web servers in processes of their own, which serve for a while after the signal so that a load balancer can look elsewhere.</summary>
public sealed class ServingWhileDrained : IDisposable
{
    private readonly HttpClient _client = new() { DefaultRequestVersion = HttpVersion.Version11 };

    [Theory]
    [InlineData("beside a web server that is drained", false)]
    [InlineData("in a web server that is drained", false)]
    [InlineData("beside a web server that is drained", true)]
    [InlineData("in a web server that is drained", true)]
    public async Task A_server_that_is_drained_is_not_ready_and_serves_for_a_while(string where, bool onNet8)
    {
        await using var program = new Child(Programs.Named(onNet8), "waits", where);
        var address = new Uri((await program.Output.WithAsync("listening on")).Split(' ')[2]);
        await Eventually.True(() => Status(address, "/healthz") == HttpStatusCode.OK);

        program.Send(Posix.Terminate);
        await Eventually.True(() => Status(address, "/healthz") == HttpStatusCode.ServiceUnavailable);
        var served = Status(address, "/");

        Assert.Equal((HttpStatusCode.OK, 0), (served, await program.ExitAsync()));
    }

    public void Dispose() => _client.Dispose();

    private HttpStatusCode Status(Uri address, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        using var response = _client.Send(request);
        return response.StatusCode;
    }
}
