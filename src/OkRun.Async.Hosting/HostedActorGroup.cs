using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OkRun.Async;

/// <summary>A group of actors as a hosted service: it starts, stops and fails with its host. Made by <c>services.AddActorGroup</c>.</summary>
/// <remarks>
/// <list type="number">
/// <item>The host's start goes on when every actor is ready, and fails with the group's first exception when it fails before that.</item>
/// <item>The first end of the group stops the host; a normal end during the host's start does so once the host has started.</item>
/// <item>A failure comes out of the host's stop, and so out of <c>host.RunAsync()</c>: the first exception, as it was thrown. Where nobody stops the host before it is disposed, <see cref="Environment.ExitCode"/> becomes 1, also for actors that do not stop then. A synchronous <see cref="Dispose"/> does not wait, and so cannot know of those, nor of what fails later.</item>
/// <item>The host's stop stops the group and waits for it. When the host's time runs out, the log and the exception name who is still running. Who was waited for in vain is not waited for again.</item>
/// </list>
/// Safe for use by several threads. It is a service: by its group's name as key, and among <c>GetServices&lt;HostedActorGroup&gt;()</c>.
/// </remarks>
[DebuggerDisplay("{Name}, {Run}")]
public sealed partial class HostedActorGroup : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IServiceProvider _provider;
    private readonly Action<IServiceProvider, ActorGroup> _configure;
    private readonly Action<ActorGroupServiceOptions>? _setOptions;
    private readonly ActorGroupServiceOptions _options = new();
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly List<ActorGroupObserver> _observers = [];
    private bool _areObserversSettled;
#pragma warning disable CA2213 // disposing a run waits for its end: how long, and whether, depends on what the host did before
    private volatile ActorGroupRun? _run;
#pragma warning restore CA2213
    private volatile bool _isToldByHost;

    internal HostedActorGroup(
        string name, IServiceProvider provider, Action<IServiceProvider, ActorGroup> configure, Action<ActorGroupServiceOptions>? options)
    {
        (Name, _provider, _configure) = (name, provider, configure);
        _lifetime = provider.GetRequiredService<IHostApplicationLifetime>();
        _logger = provider.GetService<ILoggerFactory>()?.CreateLogger("OkRun.Async.ActorGroup") ?? NullLogger.Instance;
        _setOptions = options;
    }

    /// <summary>What logs, traces, metrics and health checks call the group.</summary>
    public string Name { get; }

    /// <summary>The run of the group; null until the host has started it.</summary>
    public ActorGroupRun? Run => _run;

    /// <summary>Whether every actor is ready and nothing stops.</summary>
    internal bool IsUp => Run is { Ready.IsCompletedSuccessfully: true } && !_stopping.Task.IsCompleted;

    /// <summary>Ends when the run begins to stop; faulted with the cause if that is a failure.</summary>
    internal Task Stopping => _stopping.Task;

    /// <summary>Has one more observer told what happens in the run, from its start: for those who have the group but not its registration, such as <c>app.MapActorGroups</c>.</summary>
    /// <param name="observer">Who is told, besides the log, the telemetry, and the observers of the options and the services.</param>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The group is being started, or has been: an observer would miss its beginning.</exception>
    public void Observe(ActorGroupObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (_observers)
        {
            if (_areObserversSettled)
            {
                throw new InvalidOperationException($"The actor group '{Name}' has been started: it is too late to observe it.");
            }

            _observers.Add(observer);
        }
    }

    /// <summary>Starts the group, and waits until every actor is ready.</summary>
    /// <param name="cancellationToken">Gives the start up, and stops the group.</param>
    /// <returns>A task that ends when every actor is ready, or the group has ended well; faulted with the first exception if it has failed.</returns>
    /// <exception cref="InvalidOperationException">The options or the configuration have thrown, or no actor was added; the group has been started before.</exception>
    /// <exception cref="StopTimeoutException">On await: the group has ended well before it was ready, but not everybody did within 30 seconds.</exception>
    /// <exception cref="OperationCanceledException">On await: <paramref name="cancellationToken"/> was cancelled before every actor was ready or, where the group had ended well before that, before everybody had stopped. The message names who was not ready, or still runs. Nobody is given up by that: <see cref="StopAsync"/> and <see cref="DisposeAsync"/> wait for them.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_run is not null)
        {
            throw new InvalidOperationException($"The actor group '{Name}' has been started before.");
        }

        var run = _run = Configured().Start(CancellationToken.None); // a start that is given up stops it by name
        await EndedOrCancelledAsync(run.Ready, cancellationToken).ConfigureAwait(false);
        if (run.Ready.IsCompletedSuccessfully)
        {
            Log.GroupReady(_logger, Name, Names.Of([.. run.Actors.Select(status => status.Actor)]));
        }
        else
        {
            try
            {
                await EndedBeforeReadyAsync(run, cancellationToken).ConfigureAwait(false);
            }
            catch when (!cancellationToken.IsCancellationRequested)
            {
                _lifetime.StopApplication(); // services that start concurrently would keep the host starting, perhaps for ever
                throw;
            }
        }

        _ = StopHostAsync();
    }

    private ActorGroup Configured()
    {
        Configure(() => _setOptions?.Invoke(_options), "The options of");
        ActorGroup? group = null;
        group = new(new()
        {
            StopTimeout = _options.StopTimeout,
            TimeProvider = _options.TimeProvider,
            Observer = Observers(() => _options.WarningTime(group!)).Aggregate(static (first, second) => first.And(second)),
        });
        Configure(() => _configure(_provider, group), "The actors of");
        return group.Count > 0 ? group : throw new InvalidOperationException($"The actor group '{Name}' has no actors.");
    }

    private void Configure(Action configure, string what)
    {
        try
        {
            configure();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{what} the actor group '{Name}' could not be configured: {exception.Message}", exception);
        }
    }

    private List<ActorGroupObserver> Observers(Func<TimeSpan> warningTime)
    {
        List<ActorGroupObserver> observers =
        [
            new StopObserver(_stopping),
            new ActorGroupLogger(_logger, Name) { WarningTime = warningTime, TimeProvider = _options.TimeProvider },
            new ActorGroupTelemetry(Name),
            .. _provider.GetKeyedServices<ActorGroupObserver>(Name),
        ];
        if (_options.Observer is { } observer)
        {
            observers.Add(observer);
        }

        lock (_observers)
        {
            _areObserversSettled = true;
            return [.. observers, .. _observers];
        }
    }

    /// <summary>Hears first that the run stops.</summary>
    private sealed class StopObserver(TaskCompletionSource stopping) : ActorGroupObserver
    {
        public override void OnStopping(Actor? first, Exception? cause)
        {
            if (cause is null)
            {
                stopping.TrySetResult();
                return;
            }

            stopping.TrySetException(cause);
            _ = stopping.Task.Exception; // seen: it comes out of the run too
        }
    }
}
