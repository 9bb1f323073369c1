using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>What modules have registered for a group: each adds actors, in the order of registration.</summary>
internal sealed class Registration(string name)
{
    private readonly List<Action<IServiceProvider, Composition>> _modules = [];

    public string Name => name;

    /// <summary>The registration of a group; the first to ask for it makes the group a hosted service.</summary>
    public static Registration Of(IServiceCollection services, string name)
    {
        foreach (var service in services)
        {
            if (service.ServiceType == typeof(Registration) && name.Equals(service.ServiceKey))
            {
                return (Registration)service.KeyedImplementationInstance!;
            }
        }

        var registration = new Registration(name);
        services
            .AddOptions()
            .AddKeyedSingleton(name, registration)
            .AddKeyedSingleton(name, (provider, _) => new HostedActorGroup(provider, registration))
            .AddSingleton(provider => provider.GetRequiredKeyedService<HostedActorGroup>(name))
            .AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<HostedActorGroup>(name));
        return registration;
    }

    public void Add(Action<IServiceProvider, Composition> module) => _modules.Add(module);

    public void AddActors(IServiceProvider provider, ActorGroup group)
    {
        var composition = new Composition(name, group);
        foreach (var module in _modules)
        {
            module(provider, composition);
        }
    }
}
