// A worker service: a queue, a cron job that fills it, a worker that empties it. The group is one hosted service; the host brings logs, health and Ctrl+C.
using System.Threading.Channels;
using Cronos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OkRun.Async;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
builder.Services.AddHealthChecks().AddActorGroup("teas");
builder.Services.AddSingleton(Channel.CreateBounded<DateTimeOffset>(10));
builder.Services.AddActorGroup(
    "teas",
    (services, group) =>
    {
        var orders = services.GetRequiredService<Channel<DateTimeOffset>>();
        Func<Exception?, CancellationToken, Task> close = (_, _) => Task.FromResult(orders.Writer.TryComplete()); // the worker needs no token: it ends when the queue is empty
        var worker = group.Add(new Actor("worker", (ready, _) => WorkAsync(orders.Reader, ready)) { Interrupt = close });
        var cron = group.Add(new Actor("cron", stopped => OrderAsync(orders.Writer, stopped)) { After = [worker] });
        group.Add(new Actor("health", stopped => ReportAsync(services, stopped)) { After = [cron] });
    },
    options => options.StopTimeout = TimeSpan.FromSeconds(10));

await builder.Build().RunAsync(); // throws what an actor has failed with: the exit code is not 0

static async Task OrderAsync(ChannelWriter<DateTimeOffset> orders, CancellationToken stopped)
{
    var everySecond = CronExpression.Parse("* * * * * *", CronFormat.IncludeSeconds);
    for (var due = default(DateTimeOffset); ;)
    {
        var now = DateTimeOffset.UtcNow;
        due = everySecond.GetNextOccurrence(now < due && due - now < TimeSpan.FromSeconds(1) ? due : now, TimeZoneInfo.Utc)!.Value; // timers may be early, clocks set back
        await Task.Delay(due - now, stopped);
        await orders.WriteAsync(due, stopped);
        Console.WriteLine($"tea of {due:HH:mm:ss} is ordered");
    }
}

static async Task WorkAsync(ChannelReader<DateTimeOffset> orders, Action ready)
{
    ready(); // a real one would first connect to something
    await foreach (var due in orders.ReadAllAsync())
    {
        await Task.Delay(TimeSpan.FromSeconds(0.5)); // what is ordered is made, also when the group stops meanwhile
        Console.WriteLine($"tea of {due:HH:mm:ss} is made");
    }
}

static async Task ReportAsync(IServiceProvider services, CancellationToken stopped)
{
    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
    while (await timer.WaitForNextTickAsync(stopped))
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(stopped);
        Console.WriteLine($"{report.Status}: {string.Join(", ", report.Entries["teas"].Data.Select(actor => $"{actor.Key} is {actor.Value}"))}");
    }
}
