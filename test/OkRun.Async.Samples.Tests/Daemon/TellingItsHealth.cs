using System.Net;

namespace OkRun.Async.Samples.Tests.Daemon;

public class TellingItsHealth
{
    private readonly Signal _prepared = new();
    private readonly Signal _told = new();
    private readonly Signal _released = new();

    [Fact]
    public async Task Healthy_is_from_when_the_last_actor_is_ready_until_the_first_one_stops()
    {
        await using var desk = await Desk.OpenAsync(web => new Actor("slow", RunSlowlyAsync) { After = [web] });

        var early = await HealthAsync(desk);
        _prepared.Happen();
        await desk.Run.Ready.OrHang();
        var ready = await HealthAsync(desk);
        desk.Run.Stop();
        await _told;
        var stopping = await HealthAsync(desk);
        _released.Happen();
        await desk.Run.Completion.OrHang();

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (early, ready, stopping));
    }

    private static async Task<HttpStatusCode> HealthAsync(Desk desk)
    {
        using var answer = await desk.Http.GetAsync(new Uri("/healthz", UriKind.Relative));
        return answer.StatusCode;
    }

    private async Task RunSlowlyAsync(Action ready, CancellationToken cancellationToken)
    {
        await _prepared;
        ready();
        using var told = cancellationToken.Register(_told.Happen);
        await _released;
    }
}
