using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>A host as an actor. Its lifetime, and so its handling of Ctrl+C, stays as it is.</summary>
internal sealed class HostAdapter(IHost host, string name) : Adapter(name)
{
    private bool _isOurs;
    private IHostApplicationLifetime? _lifetime;
    private BackgroundService[] _services = [];
    private BackgroundService[] _failed = [];
    private volatile BackgroundService? _thrown;

    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _lifetime = Lifetime();
        if (_lifetime.ApplicationStarted.IsCancellationRequested || _lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The host of actor '{Name}' has been started before.");
        }

        _isOurs = true;
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            _services = Services();
        }
        catch (OperationCanceledException) when (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            _services = Services();
            NoteFailed();
            await ThrowFirstAsync(_failed).ConfigureAwait(false); // why the host gave its start up
            throw;
        }
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var ends = Task.WhenAny(CancelledAsync(_lifetime!.ApplicationStopping), CancelledAsync(cancellationToken));
        var registration = _lifetime.ApplicationStopping.UnsafeRegister(_ => NoteFailed(), null); // registered last, called first
        await using (registration.ConfigureAwait(false))
        {
            await ends.ConfigureAwait(false);
        }

        await ThrowFirstAsync([.. _failed, .. Faulted()]).ConfigureAwait(false);
    }

    protected override async Task StopAsync(bool isStarted, CancellationToken deadline)
    {
        if (!_isOurs)
        {
            return; // whoever has started it, or disposed it, will look after it
        }

        try
        {
            if (isStarted)
            {
                await StopHostAsync(deadline).ConfigureAwait(false);
            }
        }
        finally
        {
            await DisposeHostAsync().ConfigureAwait(false);
        }
    }

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

    private async Task StopHostAsync(CancellationToken deadline)
    {
        try
        {
            await host.StopAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!deadline.IsCancellationRequested)
        {
            throw Late(exception); // the host's own time was up
        }

        await ThrowFirstAsync(Faulted()).ConfigureAwait(false);
        if (!Array.TrueForAll(_services, static service => service.ExecuteTask is null or { IsCompleted: true }))
        {
            throw Late(null); // a host does not say so
        }
    }

    private TimeoutException Late(Exception? inner)
    {
        var running = _services.Where(static service => service.ExecuteTask is { IsCompleted: false }).Select(static service => service.GetType().Name);
        return new($"The host of actor '{Name}' did not stop in its time; still running: {string.Join(", ", running.DefaultIfEmpty("no background service"))}.", inner);
    }

    private BackgroundService[] Services() => [.. host.Services.GetServices<IHostedService>().OfType<BackgroundService>()];

    private IEnumerable<BackgroundService> Faulted() => _services.Where(static service => service.ExecuteTask is { IsFaulted: true });

    /// <summary>The host begins to stop, perhaps because of them: who is cancelled by now was not told to be, and has failed too.</summary>
    private void NoteFailed() => _failed = Array.FindAll(_services, static service => service.ExecuteTask is { IsCanceled: true } or { IsFaulted: true });

    /// <summary>Throws what the first of them failed with, except for the one that was thrown before.</summary>
    private async Task ThrowFirstAsync(IEnumerable<BackgroundService> failed)
    {
        foreach (var service in failed.Where(each => each != _thrown))
        {
            _thrown = service;
            try
            {
                await service.ExecuteTask!.ConfigureAwait(false);
            }
            catch (OperationCanceledException exception) when (exception.CancellationToken == _lifetime!.ApplicationStopping)
            {
                // It listens to this token instead of its own: it was told.
            }
        }
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
