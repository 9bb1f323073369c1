using System.Globalization;

namespace OkRun.Async.Tests;

/// <summary>A writer that stands still, throws, or is slow delays no run.</summary>
public sealed class WritingToAnyWriter : IDisposable
{
    private readonly Signal _moves = new();
    private readonly StandsStill _still;

    public WritingToAnyWriter() => _still = new(_moves);

    public void Dispose()
    {
        _moves.Happen();
        _still.Dispose();
    }

    [Fact]
    public async Task A_writer_that_stands_still_keeps_no_actor_from_starting_or_stopping()
    {
        var told = new Signal();
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(_still) })
        {
            { "saver", async token =>
            {
                await Work.UntilTold(token);
                told.Happen();
            } },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        await _still.Standing;
        run.Stop();
        await told;
        await run.Completion.OrHang();
        _moves.Happen();
        await _still.Seen("stopped");

        Assert.Contains("saver ended", string.Join('\n', _still.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_does_not_wait_for_a_writer_that_stands_still()
    {
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(_still) }) { { "ends", Work.Nothing } };

        await group.RunAsync().OrHang();
        for (var i = 0; i < 50; i++)
        {
            await group.RunAsync().OrHang(); // fifty waits would be longer than the deadline
        }

        _moves.Happen();
        await _still.Seen("stopped", 51);
    }

    [Fact]
    public async Task Lines_that_a_writer_refuses_are_counted()
    {
        using var writer = new Refuses(3);
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(writer) }) { { "ends", Work.Nothing } };

        await group.RunAsync().OrHang();
        await writer.Written.Seen("stopped");

        Assert.Equal(["group 2 lines are missing here", "ends ready", "ends returned after N s", "group stopping: 'ends' returned", "group stopped after N s: 'ends' returned"], writer.Written.Lines());
    }

    [Fact]
    public async Task Lines_that_find_no_room_are_counted()
    {
        const int Many = 600_000;
        var observer = ActorGroupObserver.WriteTo(_still);
        Actor actor = new("web", Work.Nothing);

        observer.OnStarted(actor);
        await _still.Standing;
        for (var i = 0; i < Many; i++)
        {
            observer.OnReady(actor);
        }

        observer.OnStopped(TimeSpan.Zero);
        _moves.Happen();
        await _still.Seen("stopped");

        var missing = _still.Lines().Single(line => line.Contains("missing", StringComparison.Ordinal));
        Assert.Equal(Many, int.Parse(missing.Split(' ')[1], CultureInfo.InvariantCulture) + _still.Lines().Count(line => line == "web ready"));
    }

    [Fact]
    public async Task A_large_group_says_how_many_are_waited_for_and_every_line_is_written()
    {
        const int Many = 2_000;
        _moves.Happen();
        var release = new Signal();
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(_still) });
        for (var i = 0; i < Many; i++)
        {
            group.Add($"{i}", Work.IgnoresCancellation(release));
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await Eventually.True(() => run.Actors.All(each => each.SinceTold is not null));
        release.Happen();
        await run.Completion.OrHang();
        await _still.Seen("stopped");

        var lines = _still.Lines();
        Assert.Equal((4 * Many) + 3, lines.Count);
        Assert.Contains(lines, line => line.EndsWith("; waiting for '0', '1', '2', '3', '4', '5', '6', '7' and 1992 more", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("; waiting for 1999 actors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_that_overlap_are_told_apart()
    {
        using var writer = new AnnouncingWriter();
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(writer) }) { { "waits", Work.UntilTold } };
        using var caller = new CancellationTokenSource();

        var first = group.Start(caller.Token);
        var second = group.Start();
        await Task.WhenAll(first.Ready, second.Ready).OrHang();
        await caller.CancelAsync();
        await first.Completion.EndOrHang();
        await writer.Seen("stopped");
        second.Stop();
        await second.Completion.OrHang();
        await writer.Seen("stopped", 2);

        Assert.Equal(
            ["group stopped after N s: the caller cancelled", "group stopped after N s: Stop() was called"],
            writer.Lines().Where(line => line.StartsWith("group stopped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrapper_that_hands_on_the_events_only_has_lines_too()
    {
        using var writer = new AnnouncingWriter();
        var group = new ActorGroup(new() { Observer = new HandsOn(ActorGroupObserver.WriteTo(writer)) }) { { "ends", Work.Nothing } };

        await group.RunAsync().OrHang();
        await group.RunAsync().OrHang();
        await writer.Seen("stopped", 2);

        Assert.Equal(2, writer.Lines().Count(line => line == "group stopping: 'ends' returned"));
        Assert.Equal(2, writer.Lines().Count(line => line.StartsWith("group starting at", StringComparison.Ordinal)));
    }

    /// <summary>Blocks at its second line until it may move on.</summary>
    private sealed class StandsStill(Signal moves) : TextWriter(CultureInfo.InvariantCulture)
    {
        private readonly List<string> _lines = [];
        private readonly List<(string Text, int Times, Signal Signal)> _awaited = [];

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public Signal Standing { get; } = new();

        public List<string> Lines()
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }

        public Task Seen(string text, int times = 1)
        {
            var signal = new Signal();
            lock (_lines)
            {
                _awaited.Add((text, times, signal));
                AnnounceNoLock();
            }

            return signal.Happened.OrHang();
        }

        public override void WriteLine(string? value)
        {
            Standing.Happen();
            moves.BlockThread();
            lock (_lines)
            {
                _lines.Add(string.Join(' ', value!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)));
                if (value!.Contains("stopped", StringComparison.Ordinal))
                {
                    AnnounceNoLock();
                }
            }
        }

        private void AnnounceNoLock()
        {
            foreach (var (_, _, signal) in _awaited.Where(each => _lines.Count(line => line.Contains(each.Text, StringComparison.Ordinal)) >= each.Times))
            {
                signal.Happen();
            }
        }
    }

    /// <summary>Throws for a while, as on a disk that is full.</summary>
    private sealed class Refuses(int times) : TextWriter(CultureInfo.InvariantCulture)
    {
        private int _left = times;

        public AnnouncingWriter Written { get; } = new();

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            if (_left-- > 0)
            {
                throw new IOException("No space left on device");
            }

            Written.WriteLine(value);
        }

        protected override void Dispose(bool disposing)
        {
            Written.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class HandsOn(ActorGroupObserver observer) : ActorGroupObserver
    {
        public override void OnStarted(Actor actor) => observer.OnStarted(actor);

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => observer.OnEnded(actor, exception, elapsed);

        public override void OnStopping(Actor? first, Exception? cause) => observer.OnStopping(first, cause);

        public override void OnStopped(TimeSpan elapsed) => observer.OnStopped(elapsed);
    }
}
