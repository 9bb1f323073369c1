using System.Diagnostics;
using System.Globalization;

namespace OkRun.Async.Tests;

/// <summary>What <see cref="ActorGroupObserver.WriteTo"/> writes for a person at 3 a.m.</summary>
public sealed partial class WritingRuns : IDisposable
{
    private readonly Signal _release = new();
    private readonly AnnouncingWriter _writer = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public async Task A_run_that_ends_well_is_told_line_by_line()
    {
        var group = Group();
        group.Add("ends", Work.Nothing);

        await group.RunAsync().OrHang();
        await _writer.Seen("stopped");

        Assert.StartsWith("group starting at ", Lines()[0], StringComparison.Ordinal);
        Assert.Equal(["ends started", "ends ready", "ends returned after N s", "group stopping: 'ends' returned", "group stopped after N s: 'ends' returned"], Lines().Skip(1));
    }

    [Fact]
    public async Task Who_stopped_the_group_and_why_and_who_is_waited_for()
    {
        var fail = new Signal();
        var endCron = new Signal();
        var group = Group();
        group.Add("web", Work.IgnoresCancellation(_release));
        group.Add("store", Work.Fails(new InvalidOperationException("disk full\nat sector 7"), fail));
        group.Add("cron", Work.IgnoresCancellation(endCron));

        var run = group.Start();
        await run.Ready.OrHang();
        fail.Happen();
        await _writer.Seen("stopping");
        await Eventually.True(() => run.Actors.All(each => each.SinceTold is not null || each.State == ActorState.Failed) && run.Actors.All(each => (each.Running & ActorParts.Callbacks) == 0));
        endCron.Happen();
        await _writer.Seen("cron        ended");
        _release.Happen();
        await run.Completion.EndOrHang();
        await _writer.Seen("failed after N s: ");

        Assert.Contains("store failed after N s with InvalidOperationException: disk full", Lines());
        Assert.Contains("group stopping: 'store' failed with InvalidOperationException: disk full at sector 7; waiting for 'web', 'cron'", Lines());
        Assert.Equal("group failed after N s: 'store' failed with InvalidOperationException: disk full at sector 7", Lines()[^1]);
        Assert.Contains("cron ended after N s; waiting for 'web'", Lines());
    }

    [Fact]
    public async Task A_hook_that_fails_is_told_of()
    {
        var group = Group();
        group.Add("web", Work.UntilTold, _ => throw new InvalidOperationException("disk full"));

        var run = group.Start();
        run.Stop();
        await run.Completion.EndOrHang();
        await _writer.Seen("failed after N s: ");

        Assert.Contains("web interrupt failed with InvalidOperationException: disk full", Lines());
    }

    [Fact]
    public async Task Stop_and_the_callers_cancellation_are_told_apart()
    {
        using var caller = new CancellationTokenSource();
        var group = Group();
        group.Add("waits", Work.UntilTold);

        var run = group.Start();
        run.Stop();
        await run.Completion.OrHang();
        var cancelled = group.Start(caller.Token);
        await caller.CancelAsync();
        await cancelled.Completion.EndOrHang();
        await _writer.Seen("stopped after N s: the caller cancelled");

        Assert.Contains("group stopping: Stop() was called; waiting for 'waits'", Lines());
        Assert.Contains("group stopped after N s: Stop() was called", Lines());
        Assert.Contains("group stopping: the caller cancelled; waiting for 'waits'", Lines());
        Assert.Equal(2, Lines().Count(line => line == "waits told to stop"));
    }

    [Fact]
    public async Task Times_count_from_the_start_of_each_run()
    {
        var group = Group();
        var waits = group.Add("waits", Work.UntilTold);
        group.Add(new Actor("ends", LastsTwoMilliseconds) { After = [waits] }); // or the run could stop before the other is ready

        await group.RunAsync().OrHang();
        await _writer.Seen("stopped");
        await group.RunAsync().OrHang();
        await _writer.Seen("stopped", 2);

        var times = _writer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.TrimStart().Split(' ')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(20, times.Count);
        Assert.Equal((0, 0), (times[0], times[10]));
        Assert.Equal(times.Take(10).Order(), times.Take(10));
        Assert.True(times[9] > 0);
        Assert.Equal(2, Lines().Count(line => line == "ends returned after N s"));
    }

    [Fact]
    public async Task One_thread_writes_at_a_time()
    {
        var group = Group();
        for (var number = 0; number < 50; number++)
        {
            group.Add($"{number}", Work.UntilTold);
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.False(_writer.WasEnteredTwice);
        Assert.Equal((4 * 50) + 3, Lines().Count);
    }

    [Theory]
    [InlineData(8, "; waiting for '1', '2', '3', '4', '5', '6', '7', '8'")]
    [InlineData(10, "; waiting for '1', '2', '3', '4', '5', '6', '7', '8' and 2 more")]
    public async Task Eight_of_those_who_are_waited_for_are_named(int count, string waiting)
    {
        var group = Group();
        for (var number = 1; number <= count; number++)
        {
            group.Add($"{number}", Work.IgnoresCancellation(_release));
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await _writer.Seen("stopping");
        _release.Happen();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.Contains(Lines(), line => line.StartsWith("group stopping", StringComparison.Ordinal) && line.EndsWith(waiting, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_follows_waits_for_nobody_before_it_stops()
    {
        var group = Group();
        var first = group.Add(new Actor("one-shot", Work.Nothing) { OneShot = true });
        group.Add(new Actor("ends", Work.Nothing) { After = [first] });

        await group.RunAsync().OrHang();
        await group.RunAsync().OrHang();
        await _writer.Seen("stopped", 2);

        Assert.Equal(2, Lines().Count(line => line == "one-shot ended after N s"));
    }

    [Fact]
    public async Task An_exception_without_a_message_is_written_by_its_type()
    {
        var group = Group();
        group.Add("fails", Work.Fails(new SaysNothing()));

        await group.RunAsync().EndOrHang();
        await _writer.Seen("failed after N s: ");

        Assert.Contains("fails failed after N s with SaysNothing:", Lines().Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task A_writer_that_throws_disturbs_nobody()
    {
        var closed = new StringWriter();
        await closed.DisposeAsync();
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(closed) }) { { "ends", Work.Nothing } };

        var run = group.RunAsync();
        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public void There_must_be_a_writer() => Assert.Throws<ArgumentNullException>(() => ActorGroupObserver.WriteTo(null!));

#pragma warning disable CA1032 // it is made in no other way
    private sealed class SaysNothing : Exception
#pragma warning restore CA1032
    {
        public override string Message => null!;
    }

    /// <summary>What is written has milliseconds.</summary>
    private static Task LastsTwoMilliseconds(CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => watch.ElapsedMilliseconds > 2);
        return Task.CompletedTask;
    }

    private ActorGroup Group() => new(new() { Observer = ActorGroupObserver.WriteTo(_writer) });

    private List<string> Lines() => _writer.Lines();
}
