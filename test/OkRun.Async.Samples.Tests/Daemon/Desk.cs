using Microsoft.Extensions.Time.Testing;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>The machine and the server of the daemon in this process, on a free port, and a client.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly Folder _folder = new();
    private readonly Lines _output = new();
    private ActorGroupRun? _run;

    private Desk(int capacity) => Machine = new OrderMachine(_folder.Path, Clock, _output, capacity);

    public FakeTimeProvider Clock { get; } = new();

    public OrderMachine Machine { get; }

    public HttpClient Http { get; } = new() { Timeout = Deadline.Hung };

    public ActorGroupRun Run => _run!;

    /// <summary>Opens the desk when its server listens.</summary>
    public static Task<Desk> OpenAsync(Func<Actor, Actor>? afterTheServer = null) => OpenAsync(new Desk(capacity: 1024), hasMachine: true, afterTheServer);

    /// <summary>Opens a desk where nobody ever takes a command out of the queue, which holds one.</summary>
    public static Task<Desk> OpenWithoutMachineAsync() => OpenAsync(new Desk(capacity: 1), hasMachine: false, afterTheServer: null);

    private static async Task<Desk> OpenAsync(Desk desk, bool hasMachine, Func<Actor, Actor>? afterTheServer)
    {
        var timeline = new ActorGroupTimeline("desk");
        var server = new WebServer("http://127.0.0.1:0", desk.Machine, timeline, desk._output);
        var group = new ActorGroup(new() { Observer = timeline });
        Actor[] before = hasMachine ? [group.Add(new Actor("orders", desk.Machine.RunAsync))] : [];
        var web = group.Add(new Actor("web", server.RunAsync) { After = before });
        if (afterTheServer is not null)
        {
            group.Add(afterTheServer(web));
        }

        desk._run = timeline.Run = group.Start();
        desk.Http.BaseAddress = new Uri((await desk._output.WithAsync("Listening on "))["Listening on ".Length..]);
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        await _run!.DisposeAsync();
        Http.Dispose();
        await _output.DisposeAsync();
        _folder.Dispose();
    }
}
