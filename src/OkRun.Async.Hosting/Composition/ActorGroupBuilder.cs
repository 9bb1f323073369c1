using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OkRun.Async;

/// <summary>Adds actors to a group of a host. It is returned by <c>services.AddActorGroup("orders")</c>, which several modules may call for the same group.</summary>
/// <remarks>
/// The actors are in the group in the order in which they were added. Not safe for use by several threads.
/// Options are named options: <c>services.Configure&lt;ActorGroupServiceOptions&gt;("orders", …)</c>.
/// </remarks>
/// <example>
/// <code>
/// services.AddActorGroup("orders")
///     .AddActor&lt;Store&gt;("store", store => store.RunAsync)
///     .AddActor&lt;Worker&gt;("worker", worker => worker.RunAsync, after: ["store"], configure: actor => actor with { StopTimeout = TimeSpan.FromSeconds(10) });
/// </code>
/// </example>
[DebuggerDisplay("{Name}")]
public sealed class ActorGroupBuilder
{
    private readonly Registration _registration;

    internal ActorGroupBuilder(IServiceCollection services, string name) => (Services, _registration) = (services, Registration.Of(services, name));

    /// <summary>The name of the group in logs, traces, metrics and health checks. It is also the key of its <see cref="HostedActorGroup"/> and the name of its options.</summary>
    public string Name => _registration.Name;

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds an actor that is a method of a service.</summary>
    /// <remarks>
    /// The service is resolved when the actor starts, in a scope of its own, so that it may use scoped services. The scope is disposed when the work and the hook are over.
    /// An exception while the service is resolved or disposed is a failure of the actor. A class that is not registered yet is added as a scoped service. <see cref="IServiceProvider"/> as the service is the provider of the scope.
    /// </remarks>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="name">The name of the actor. It need not be unique.</param>
    /// <param name="execute">Selects the work of the service; see <see cref="Actor(string, Func{CancellationToken, Task})"/>.</param>
    /// <param name="after">The names of actors, added before, that must be ready before this one starts, and that are told to stop only when it is over; see <see cref="Actor.After"/>. An unknown name fails the start of the host. Default: null, none.</param>
    /// <param name="configure">Sets other properties of the actor: <c>actor => actor with { OneShot = true }</c>. Default: null, all of them keep their defaults.</param>
    /// <param name="interrupt">Selects the interrupt hook of the service; see <see cref="Actor.Interrupt"/>. Default: null, none.</param>
    /// <param name="key">The key of the service. Default: null, it has none.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public ActorGroupBuilder AddActor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        string name,
        Func<TService, Func<CancellationToken, Task>> execute,
        IReadOnlyList<string>? after = null,
        Func<Actor, Actor>? configure = null,
        Func<TService, Func<Exception?, CancellationToken, Task>>? interrupt = null,
        object? key = null)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(execute);
        return AddScoped(name, work => new(name, cancellationToken => work.ExecuteAsync(service => execute(service)(cancellationToken))), after, configure, interrupt, key);
    }

    /// <summary>Adds an actor that is a method of a service and reports when it is ready.</summary>
    /// <remarks>
    /// The service is resolved when the actor starts, in a scope of its own, so that it may use scoped services. The scope is disposed when the work and the hook are over.
    /// An exception while the service is resolved or disposed is a failure of the actor. A class that is not registered yet is added as a scoped service. <see cref="IServiceProvider"/> as the service is the provider of the scope.
    /// </remarks>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="name">The name of the actor. It need not be unique.</param>
    /// <param name="execute">Selects the work of the service; see <see cref="Actor(string, Func{Action, CancellationToken, Task})"/>.</param>
    /// <param name="after">The names of actors, added before, that must be ready before this one starts, and that are told to stop only when it is over; see <see cref="Actor.After"/>. An unknown name fails the start of the host. Default: null, none.</param>
    /// <param name="configure">Sets other properties of the actor: <c>actor => actor with { StopTimeout = TimeSpan.FromSeconds(10) }</c>. Default: null, all of them keep their defaults.</param>
    /// <param name="interrupt">Selects the interrupt hook of the service; see <see cref="Actor.Interrupt"/>. Default: null, none.</param>
    /// <param name="key">The key of the service. Default: null, it has none.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public ActorGroupBuilder AddActor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        string name,
        Func<TService, Func<Action, CancellationToken, Task>> execute,
        IReadOnlyList<string>? after = null,
        Func<Actor, Actor>? configure = null,
        Func<TService, Func<Exception?, CancellationToken, Task>>? interrupt = null,
        object? key = null)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(execute);
        return AddScoped(name, work => new(name, (ready, cancellationToken) => work.ExecuteAsync(service => execute(service)(ready, cancellationToken))), after, configure, interrupt, key);
    }

    /// <summary>Adds an actor that a function creates, such as <c>services => services.GetRequiredService&lt;Worker&gt;().AsActor()</c>.</summary>
    /// <param name="create">Creates the actor from the services of the host, when the host starts the group. If it throws, the start fails.</param>
    /// <param name="after">The names of actors, added before, that must be ready before this one starts, and that are told to stop only when it is over; see <see cref="Actor.After"/>. An unknown name fails the start of the host. Default: null, only those that the actor has.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    public ActorGroupBuilder AddActor(Func<IServiceProvider, Actor> create, IReadOnlyList<string>? after = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        string[] names = [.. after ?? []];
        _registration.Add((provider, composition) => composition.Add(create(provider), names));
        return this;
    }

    private ActorGroupBuilder AddScoped<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        string name,
        Func<ScopedWork<TService>, Actor> create,
        IReadOnlyList<string>? after,
        Func<Actor, Actor>? configure,
        Func<TService, Func<Exception?, CancellationToken, Task>>? interrupt,
        object? key)
        where TService : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (key is null && typeof(TService) is { IsClass: true, IsAbstract: false })
        {
            Services.TryAddScoped(typeof(TService));
        }

        return AddActor(
            provider =>
            {
                var work = new ScopedWork<TService>(provider, name, key, hasHook: interrupt is not null);
                var actor = create(work);
                actor = interrupt is null ? actor : actor with { Interrupt = (cause, deadline) => work.InterruptAsync(service => interrupt(service)(cause, deadline)) };
                return configure is null ? actor : configure(actor);
            },
            after);
    }
}
