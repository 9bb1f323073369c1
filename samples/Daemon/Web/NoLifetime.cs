using Microsoft.Extensions.Hosting;

namespace OrderDesk;

/// <summary>Takes the place of the host's console lifetime, which would take the signals that are the group's to take.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
