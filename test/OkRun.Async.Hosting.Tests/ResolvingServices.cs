using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Hosting.Tests;

/// <summary>The service of an actor is resolved in a scope of its own, which is disposed when the actor is over.</summary>
public class ResolvingServices
{
    private readonly Recorder _recorder = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task Each_actor_has_a_scope_of_its_own()
    {
        using var host = HostOf(builder => builder
            .AddActor<Worker>("first", worker => worker.RunAsync)
            .AddActor<Worker>("second", worker => worker.RunAsync));
        await host.StartAsync().OrHang();
        await Eventually.True(() => _recorder.Lines.Count(line => line == "works") == 2);

        await host.StopAsync().OrHang();

        Assert.Equal(2, _recorder.Lines.Count(line => line == "disposed"));
    }

    [Fact]
    public async Task The_scope_is_disposed_when_the_work_is_over_and_not_before()
    {
        using var host = HostOf(builder => builder.AddActor<Worker>("worker", worker => worker.UntilToldAsync));
        await host.StartAsync().OrHang();
        await Eventually.True(() => _recorder.Lines.Contains("works"));

        await host.StopAsync().OrHang();

        _recorder.AssertOrder("works", "work is over");
        _recorder.AssertOrder("work is over", "disposed");
        _recorder.AssertOrder("disposed", "stopped");
    }

    [Fact]
    public async Task It_is_disposed_when_the_hook_is_over_where_there_is_one()
    {
        using var host = HostOf(builder => builder.AddActor<Worker>("worker", worker => worker.UntilToldAsync, interrupt: worker => worker.StopAsync));
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await Eventually.True(() => _recorder.Lines.Contains("work is over"));
        Assert.DoesNotContain("disposed", _recorder.Lines);
        _release.Happen();
        await stop.OrHang();

        _recorder.AssertOrder("work is over", "hook is over");
        _recorder.AssertOrder("hook is over", "disposed");
        _recorder.AssertOrder("disposed", "stopped");
    }

    [Fact]
    public async Task It_is_disposed_when_the_work_is_over_where_the_hook_was_before()
    {
        _release.Happen();
        using var host = HostOf(builder => builder.AddActor<Worker>("worker", worker => worker.UntilHookIsOverAsync, interrupt: worker => worker.StopAsync));
        await host.StartAsync().OrHang();

        await host.StopAsync().OrHang();

        _recorder.AssertOrder("hook is over", "work is over");
        _recorder.AssertOrder("work is over", "disposed");
        _recorder.AssertOrder("disposed", "stopped");
    }

    [Fact]
    public async Task A_service_that_cannot_be_resolved_fails_its_actor()
    {
        using var host = HostOf(builder => builder.AddActor<IDisposable>("worker", _ => Work.UntilTold, interrupt: _ => (_, _) => throw new InvalidOperationException("it is not there")));
        var group = host.Group();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunAsync().OrHang());

        Assert.Contains(nameof(IDisposable), thrown.Message, StringComparison.Ordinal);
        Assert.Equal("worker", group.Run!.First!.Name);
    }

    [Fact]
    public async Task What_the_work_fails_with_comes_out_as_it_was_thrown()
    {
        var failure = new IOException("the disk is full");
        using var host = HostOf(builder => builder.AddActor<Worker>("worker", _ => Work.Fails(failure)));

        var thrown = await Assert.ThrowsAsync<IOException>(() => host.RunAsync().OrHang());

        Assert.Same(failure, thrown);
        Assert.Contains("disposed", _recorder.Lines);
    }

    [Fact]
    public async Task What_disposing_throws_is_a_failure_too()
    {
        using var host = HostOf(builder => builder.AddActor<Broken>("worker", _ => Work.UntilTold));
        await host.StartAsync().OrHang();

        var thrown = await Assert.ThrowsAsync<IOException>(() => host.StopAsync().OrHang());

        Assert.Equal("cannot be disposed", thrown.Message);
    }

    [Fact]
    public async Task A_null_task_is_a_failure_that_names_the_actor()
    {
        using var host = HostOf(builder => builder.AddActor<Worker>("worker", _ => Work.ReturnsNull));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunAsync().OrHang());

        Assert.Contains("'worker'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_is_registered_already_stays_as_it_is()
    {
        await using var worker = new Worker(_recorder, _release);
        using var host = Hosts.With(services => services.AddSingleton(worker).AddActorGroup().AddActor<Worker>("worker", each => ReferenceEquals(each, worker) ? Work.UntilTold : Work.ReturnsNull));

        await host.StartAsync().OrHang();

        await host.StopAsync().OrHang();
        Assert.DoesNotContain("disposed", _recorder.Lines);
    }

    private IHost HostOf(Action<ActorGroupBuilder> configure) => Hosts.With(services =>
    {
        services.AddSingleton(_recorder).AddSingleton(_release).Configure<ActorGroupServiceOptions>("actors", options => options.Observe(_recorder));
        configure(services.AddActorGroup());
    });

    internal sealed class Worker(Recorder recorder, Signal release) : IAsyncDisposable
    {
        private readonly Signal _hookIsOver = new();

        public Task RunAsync(CancellationToken token)
        {
            recorder.Write("works");
            return Work.UntilTold(token);
        }

        public async Task UntilToldAsync(CancellationToken token)
        {
            recorder.Write("works");
            await Work.UntilTold(token);
            recorder.Write("work is over");
        }

        public async Task UntilHookIsOverAsync(CancellationToken token)
        {
            await _hookIsOver;
            recorder.Write("work is over");
        }

        public async Task StopAsync(Exception? cause, CancellationToken deadline)
        {
            await release;
            recorder.Write("hook is over");
            _hookIsOver.Happen();
        }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            recorder.Write("disposed");
        }
    }

#pragma warning disable CA1812 // the container makes it
    internal sealed class Broken : IAsyncDisposable
#pragma warning restore CA1812
    {
        public ValueTask DisposeAsync() => throw new IOException("cannot be disposed");
    }
}
