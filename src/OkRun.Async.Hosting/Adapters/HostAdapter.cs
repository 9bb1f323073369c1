using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>A host as an actor. Its lifetime, and so its handling of Ctrl+C, stays as it is.</summary>
internal sealed class HostAdapter(IHost host, string name) : Adapter(name)
{
    private Task _starting = Task.CompletedTask;
    private ServiceFailures? _failures; // null while the host is not ours

    protected override async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        var lifetime = Lifetime();
        if (lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The host of actor '{Name}' has been started before.");
        }

        _failures = new(lifetime.ApplicationStopping);
        _failures.Services = [.. host.Services.GetServices<IHostedService>().OfType<BackgroundService>()];
        _failures.Groups = [.. host.Services.GetServices<HostedActorGroup>()];
        _starting = StartHostAsync(cancellationToken);
        await Task.WhenAny(_starting).ConfigureAwait(false);
        _failures.Watch();
        if (_starting.IsCompletedSuccessfully)
        {
            return true;
        }

        await ThrowFirstAsync().ConfigureAwait(false); // why the host gave its start up, perhaps
        if (_starting.IsCanceled && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false; // nothing failed: it was told to stop, by Ctrl+C for instance
        }

        await _failures.UnfoldedAsync(_starting).ConfigureAwait(false);
        return true;
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_failures!.HostStops, CancelledAsync(cancellationToken)).ConfigureAwait(false);
        await ThrowFirstAsync().ConfigureAwait(false);
    }

    // A host that is not ours belongs to the code that has started or disposed it.
    protected override Task StopAsync(CancellationToken deadline) => _failures is null ? Task.CompletedTask : StopHostAsync(_failures, deadline).Unwrap();

    private IHostApplicationLifetime Lifetime()
    {
        try
        {
            return host.Services.GetRequiredService<IHostApplicationLifetime>();
        }
        catch (ObjectDisposedException exception)
        {
            throw new InvalidOperationException($"The host of actor '{Name}' is disposed.", exception);
        }
    }

    private async Task StartHostAsync(CancellationToken cancellationToken) => await host.StartAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Throws the first failure of a service. The others come out of the stop, where the first does no harm: a run takes each exception once.</summary>
    private Task ThrowFirstAsync() => _failures!.Failed is [var first, ..] ? first : Task.CompletedTask;

    /// <summary>Stops and disposes the host, as far as it came, and hides nothing that went wrong.</summary>
    private async Task<Task> StopHostAsync(ServiceFailures failures, CancellationToken deadline)
    {
        var stopping = StopHostAsync(deadline);
        await Task.WhenAny(stopping).ConfigureAwait(false);
        failures.JudgeRest();
        var late = LateAsync(failures.Running, isTimeUp: stopping.IsCanceled && !deadline.IsCancellationRequested);
        var disposing = DisposeHostAsync();
        await Task.WhenAny(disposing).ConfigureAwait(false);
        return Task.WhenAll([.. failures.Failed, failures.UnfoldedAsync(_starting), failures.UnfoldedAsync(stopping), .. failures.FailedRuns, late, disposing]);
    }

    private async Task StopHostAsync(CancellationToken deadline) => await host.StopAsync(deadline).ConfigureAwait(false);

    private Task LateAsync(string[] running, bool isTimeUp)
    {
        if (running.Length == 0 && !isTimeUp) // a host does not say so of a background service
        {
            return Task.CompletedTask;
        }

        var names = string.Join(", ", running.DefaultIfEmpty("no background service"));
        return Task.FromException(new TimeoutException(isTimeUp
            ? $"The host of actor '{Name}' did not stop in its time; still running: {names}."
            : $"Still running when the host of actor '{Name}' had stopped: {names}.")); // its time was up, which it does not say, or the service does not wait for its own end
    }

    private async Task DisposeHostAsync()
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
            return;
        }

        host.Dispose();
    }
}
