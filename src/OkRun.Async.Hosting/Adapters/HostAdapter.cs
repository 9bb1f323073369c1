using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>A host as an actor. Its lifetime, and so its handling of Ctrl+C, stays as it is.</summary>
internal sealed class HostAdapter(IHost host, string name) : Adapter(name)
{
    private bool _isOurs;
    private IHostApplicationLifetime? _lifetime;
    private BackgroundService[] _services = [];

    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _lifetime = Lifetime();
        if (_lifetime.ApplicationStarted.IsCancellationRequested || _lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The host of actor '{Name}' has been started before.");
        }

        _isOurs = true;
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        _services = [.. host.Services.GetServices<IHostedService>().OfType<BackgroundService>()];
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(CancelledAsync(_lifetime!.ApplicationStopping), CancelledAsync(cancellationToken)).ConfigureAwait(false);
        ThrowFailure();
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

        ThrowFailure();
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

    private void ThrowFailure()
    {
        if (Array.Find(_services, static service => service.ExecuteTask is { IsFaulted: true }) is { } failed)
        {
            ExceptionDispatchInfo.Throw(failed.ExecuteTask!.Exception!.InnerException!);
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
