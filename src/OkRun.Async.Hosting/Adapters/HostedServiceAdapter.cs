using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>A hosted service as an actor, treated as a host would.</summary>
internal sealed class HostedServiceAdapter(IHostedService service, string name) : Adapter(name)
{
    private bool _isStarted;

    protected override async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        var steps = service as IHostedLifecycleService;
        await (steps?.StartingAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        await service.StartAsync(cancellationToken).ConfigureAwait(false);
        _isStarted = true;
        await (steps?.StartedAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        return true;
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (service is not BackgroundService { ExecuteTask: { } execution })
        {
            await CancelledAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        // However often it is told to stop: what it throws then is its failure too.
        await execution.ConfigureAwait(false);
    }

    protected override async Task StopAsync(CancellationToken deadline)
    {
        if (!_isStarted)
        {
            return;
        }

        var steps = service as IHostedLifecycleService;
        await (steps?.StoppingAsync(deadline) ?? Task.CompletedTask).ConfigureAwait(false);
        await service.StopAsync(deadline).ConfigureAwait(false);
        await (steps?.StoppedAsync(deadline) ?? Task.CompletedTask).ConfigureAwait(false);
    }
}
