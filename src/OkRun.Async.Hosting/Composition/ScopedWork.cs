using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async;

/// <summary>Work and hook of a service that has a scope of its own, which is disposed when both are over. For one run, as a hosted group has.</summary>
internal sealed class ScopedWork<TService>(IServiceProvider provider, string name, object? key, bool hasHook)
    where TService : notnull
{
    private readonly TaskCompletionSource<(bool IsThere, TService Service)> _resolved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope? _scope;
    private int _parts = hasHook ? 2 : 1;

    public Task ExecuteAsync(Func<TService, Task> execute) => EndAsync(() => execute(Resolve())).Unwrap();

    public Task InterruptAsync(Func<TService, Task> interrupt) => EndAsync(() => InterruptResolvedAsync(interrupt).Unwrap()).Unwrap();

    private TService Resolve()
    {
        try
        {
            var scope = provider.CreateAsyncScope();
            _scope = scope;
            var service = key is null ? scope.ServiceProvider.GetRequiredService<TService>() : scope.ServiceProvider.GetRequiredKeyedService<TService>(key);
            _resolved.TrySetResult((true, service));
            return service;
        }
        finally
        {
            _resolved.TrySetResult(default); // if it is not there, there is nothing to interrupt
        }
    }

    private async Task<Task> InterruptResolvedAsync(Func<TService, Task> interrupt)
    {
        var (isThere, service) = await _resolved.Task.ConfigureAwait(false);
        return isThere ? interrupt(service) : Task.CompletedTask;
    }

    /// <summary>The result is the task of the work itself, with all that it failed with, and what the disposal failed with.</summary>
    private async Task<Task> EndAsync(Func<Task> begin)
    {
        Task work;
        try
        {
            work = begin() ?? Task.FromException(new InvalidOperationException($"Actor '{name}' returned no task."));
        }
#pragma warning disable CA1031 // it is what the actor fails with, once its scope is disposed
        catch (Exception exception)
#pragma warning restore CA1031
        {
            work = Task.FromException(exception);
        }

        await Task.WhenAny(work).ConfigureAwait(false);
        if (Interlocked.Decrement(ref _parts) > 0)
        {
            return work;
        }

        var disposing = DisposeAsync();
        await Task.WhenAny(disposing).ConfigureAwait(false);
        return disposing.IsCompletedSuccessfully ? work : Task.WhenAll(work, disposing);
    }

    private async Task DisposeAsync()
    {
        if (_scope is { } scope)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
    }
}
