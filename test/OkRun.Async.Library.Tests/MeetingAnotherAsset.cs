using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace OkRun.Async.Tests;

/// <summary>A library that was built against the netstandard2.0 asset of the core, in a program that has the asset of its own target.</summary>
public class MeetingAnotherAsset
{
    private readonly Actor _before = new("before", Work.UntilTold);

    [Fact]
    public void An_actor_is_initialized() => AssertEverythingIsSet(new Actor("plain", Work.Nothing), Library.Library.Initialized(_before));

    [Fact]
    public void An_actor_is_copied()
    {
        var plain = new Actor("plain", Work.Nothing);

        AssertEverythingIsSet(plain, Library.Library.Copied(plain, _before));
    }

    [Fact]
    public void Options_are_initialized()
    {
        using var announced = new CancellationTokenSource();

        AssertEverythingIsSet(new ActorGroupOptions(), Library.Library.Options(new Recorder(), announced.Token), butNot: "TimeProvider"); // which that asset has not
    }

    [Fact]
    public void A_status_is_copied() => AssertEverythingIsSet(default(ActorStatus), Library.Library.Status(_before));

    [Fact]
    public async Task Its_actors_run()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(Library.Library.Options(recorder, CancellationToken.None)) { _before };
        group.Add(Library.Library.Copied(new Actor("actor", Library.Library.UntilToldAsync), _before) with { OneShot = false });

        await Library.Library.StartAndStopAsync(group).OrHang();

        recorder.AssertOrder("ready before", "ready copied");
        recorder.AssertOrder("ended copied", "told before");
    }

    [Fact]
    public async Task Its_run_is_disposed_of_by_the_program()
    {
        var recorder = new Recorder();

        await using (Library.Library.Start(new ActorGroup(new() { Observer = recorder }) { _before }))
        {
            await recorder.Seen("ready before");
        }

        Assert.Contains("stopped", recorder.Lines);
    }

    [Fact]
    public async Task Its_actors_run_in_a_group_of_the_programs_host()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Library.Module.AddTo(builder.Services, "orders");
        using var host = builder.Build();
        await host.StartAsync().OrHang();
        var run = host.Services.GetRequiredKeyedService<HostedActorGroup>("orders").Run!;

        await host.StopAsync().OrHang();

        Assert.Equal(["consumer", "publisher"], run.Actors.Select(each => each.Actor.Name));
        Assert.Equal(TaskStatus.RanToCompletion, run.Completion.Status);
    }

    [Fact]
    public void A_logger_is_initialized() => Assert.Equal(TimeSpan.FromSeconds(1), Library.Module.Logger(NullLogger.Instance).WarnAfter);

    private static void AssertEverythingIsSet<T>(T before, T after, string? butNot = null)
    {
        var properties = typeof(T).GetProperties().Where(IsInitOnly).ToArray();

        Assert.NotEmpty(properties);
        Assert.All(properties.Where(property => property.Name != butNot), property => Assert.NotEqual(property.GetValue(before), property.GetValue(after)));
    }

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") == true;
}
