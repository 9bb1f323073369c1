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

    protected override Task StopAsync(CancellationToken deadline) => _isStarted ? StopAsync(service as IHostedLifecycleService, deadline).Unwrap() : Task.CompletedTask;

    /// <summary>All steps, as a host does: one that fails does not keep the service running.</summary>
    private async Task<Task> StopAsync(IHostedLifecycleService? steps, CancellationToken deadline)
    {
        Task[] stopped =
        [
            await StepAsync(steps is null ? null : steps.StoppingAsync, deadline).ConfigureAwait(false),
            await StepAsync(service.StopAsync, deadline).ConfigureAwait(false),
            await StepAsync(steps is null ? null : steps.StoppedAsync, deadline).ConfigureAwait(false),
        ];
        return Task.WhenAll(stopped);
    }

    private static async Task<Task> StepAsync(Func<CancellationToken, Task>? step, CancellationToken deadline)
    {
        var over = CallAsync(step, deadline);
        await Task.WhenAny(over).ConfigureAwait(false);
        return over;
    }

    private static async Task CallAsync(Func<CancellationToken, Task>? step, CancellationToken deadline) =>
        await (step?.Invoke(deadline) ?? Task.CompletedTask).ConfigureAwait(false);
}
