using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace OkRun.Async;

/// <summary>A group of actors as a hosted service: it starts, stops and fails with its host. Made by <c>services.AddActorGroup</c>.</summary>
/// <remarks>
/// <list type="number">
/// <item>The start of the host continues when every actor is ready. If the group fails before that, the start fails with the group's first exception.</item>
/// <item>The first end of the group stops the host. If it is a normal end during the start of the host, the host stops once it has started. A group whose actors are all <see cref="Actor.OneShot"/> and have all ended without a failure has done its part: it stays healthy, and the host goes on.</item>
/// <item>A failure comes out of the host's stop, and so out of <c>host.RunAsync()</c>: the first exception, as it was thrown. <see cref="Environment.ExitCode"/>, if it is 0, becomes 1 as soon as something has failed or the host's time is up, so before the host's lifetime reports the end to a service manager. A synchronous <see cref="Dispose"/> does not wait, so later failures do not change the exit code.</item>
/// <item>The host's stop stops the group and waits for it. When the host's time is up, the log and the exception name the actors that were told to stop and still run. The host does not wait for them again.</item>
/// <item>Once the host stops (<see cref="IHostApplicationLifetime.ApplicationStopping"/>), an actor that ends with an <see cref="OperationCanceledException"/> has ended normally, and that end does not stop the other actors.</item>
/// </list>
/// Safe for use by several threads. It is a keyed service with the name of the group as its key, and one of <c>GetServices&lt;HostedActorGroup&gt;()</c>.
/// </remarks>
[DebuggerDisplay("{Name}, {Run}")]
public sealed partial class HostedActorGroup : IHostedLifecycleService, IAsyncDisposable, IDisposable
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IServiceProvider _provider;
    private readonly Registration _registration;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly List<ActorGroupObserver> _observers = [];
    private ActorGroupServiceOptions _options = new();
    private bool _areObserversSettled;
    private int _hasStarted;
#pragma warning disable CA2213 // disposing a run waits for its end: how long, and whether, depends on what the host did before
    private volatile ActorGroupRun? _run;
#pragma warning restore CA2213

    internal HostedActorGroup(IServiceProvider provider, Registration registration)
    {
        (_provider, _registration) = (provider, registration);
        _lifetime = provider.GetRequiredService<IHostApplicationLifetime>();
        _logger = provider.GetService<ILoggerFactory>()?.CreateLogger("OkRun.Async.ActorGroup") ?? NullLogger.Instance;
    }

    /// <summary>The name of the group in logs, traces, metrics and health checks.</summary>
    public string Name => _registration.Name;

    /// <summary>The run of the group. Null until the host has started it, and for a group without actors.</summary>
    public ActorGroupRun? Run => _run;

    /// <summary>Adds an observer to the group before it starts, for code that has the group but not its registration, such as <c>app.MapActorGroups</c>.</summary>
    /// <param name="observer">The observer. It is told in addition to the log, the telemetry, and the observers of the options and the services.</param>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The group is being started or has been started. An observer would miss its beginning.</exception>
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
    /// <returns>A task that ends when every actor is ready, or when the group has ended without a failure. It is faulted with the first exception if the group has failed.</returns>
    /// <exception cref="InvalidOperationException">The options or the configuration have thrown, or no actor was added and <see cref="ActorGroupServiceOptions.AllowEmpty"/> is false, or the group has been started before.</exception>
    /// <exception cref="StopTimeoutException">On await: the group began to stop without a failure before it was ready, and not every actor stopped within 30 seconds.</exception>
    /// <exception cref="OperationCanceledException">On await: <paramref name="cancellationToken"/> was cancelled before every actor was ready, or before every actor of a group that was stopping had stopped. The message names the actors that were not ready or still run. <see cref="StopAsync"/> and <see cref="DisposeAsync"/> still wait for them.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _hasStarted, 1) != 0)
        {
            throw new InvalidOperationException($"The actor group '{Name}' has been started before.");
        }

        if (Configured() is not { } group)
        {
            _hasNoActors = true;
            return;
        }

        _lifetime.ApplicationStopping.UnsafeRegister(static state => ((HostedActorGroup)state!).StopIsAnnounced(), this);
        var run = _run = group.Start(CancellationToken.None); // a start that is given up stops it by name
        if (await IsStoppedMeanwhileAsync(run).ConfigureAwait(false))
        {
            return;
        }

        await EndedOrCancelledAsync(run.Ready, cancellationToken).ConfigureAwait(false);
        if (run.Ready.IsCompletedSuccessfully)
        {
            Log.GroupReady(_logger, Name, Waiting.List([.. run.Actors], static each => $"'{each.Actor.Name}'"));
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

        _ = StopHostAsync(run);
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The group as it is to run; null if it has no actors and need not have any.</summary>
    private ActorGroup? Configured()
    {
        Configure(() => _options = _provider.GetRequiredService<IOptionsMonitor<ActorGroupServiceOptions>>().Get(Name), "The options of");
        ActorGroup group = new(new()
        {
            StopTimeout = _options.StopTimeout,
#if NET
            TimeProvider = _options.TimeProvider,
#endif
            StopAnnounced = _lifetime.ApplicationStopping,
            Observer = Observers().Aggregate(static (first, second) => first.And(second)),
        });
        Configure(() => _registration.AddActors(_provider, group), "The actors of");
        return group.Count > 0 ? group
            : _options.AllowEmpty ? null
            : throw new InvalidOperationException($"The actor group '{Name}' has no actors. If that is as it should be, set {nameof(ActorGroupServiceOptions.AllowEmpty)} in its options.");
    }

    private void Configure(Action configure, string what)
    {
        try
        {
            configure();
        }
        catch (Exception exception)
        {
            var reason = exception is TargetInvocationException { InnerException: { } thrown } ? thrown : exception; // a binder sets properties by reflection
            throw new InvalidOperationException($"{what} the actor group '{Name}' could not be configured: {Readable.Message(reason)}", exception);
        }
    }

    private List<ActorGroupObserver> Observers()
    {
        List<ActorGroupObserver> observers =
        [
            new ActorGroupLogger(_logger, Name)
            {
                WarnAfter = _options.WarnAfter,
                TimeProvider = _options.TimeProvider,
                StopTimeout = _options.StopTimeout,
                HostStops = () => _isToldByHost || _lifetime.ApplicationStopping.IsCancellationRequested,
            },
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
            return [.. observers, .. _observers, new Follower(this)]; // last: what stops the host ends the streams of the others
        }
    }
}
