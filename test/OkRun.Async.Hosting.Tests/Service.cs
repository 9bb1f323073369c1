using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Hosting.Tests;

/// <summary>A background service that does what it is given.</summary>
internal sealed class Service(Func<CancellationToken, Task> execute) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => execute(stoppingToken);
}
