namespace OkRun.Async.Tests;

/// <summary>RunMainAsync without signals: what it returns, what it writes, and what it leaves as it was. Programs that get signals have tests of their own.</summary>
[Collection("signals of this process")]
public sealed class RunningMains : IDisposable
{
    private readonly AnnouncingWriter _errors = new();
    private readonly IOException _failure = new("the disk is full");

    public void Dispose() => _errors.Dispose();

    [Fact]
    public async Task A_normal_end_is_0_and_is_reported()
    {
        var exit = await new ActorGroup { { "ends", Work.Nothing } }.RunMainAsync(_ => 75, _errors).OrHang();

        Assert.Equal(0, exit);
        Assert.Contains("group       stopping: 'ends' returned", _errors.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", _errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_group_returns_at_once() => Assert.Equal(0, await new ActorGroup().RunMainAsync(errors: _errors).OrHang());

    [Fact]
    public async Task A_group_that_has_done_its_part_returns()
    {
        var group = new ActorGroup { new Actor("migration", Work.Nothing) { OneShot = true } };

        Assert.Equal(0, await group.RunMainAsync(errors: _errors).OrHang());
        Assert.Contains("migration   ended", _errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_1_and_is_written_as_a_whole_with_its_actor()
    {
        var exit = await new ActorGroup { { "store", async _ => { await Task.Yield(); throw _failure; } }, { "web", Work.UntilTold } }.RunMainAsync(errors: _errors).OrHang();

        Assert.Equal(1, exit);
        Assert.Contains($"'store' failed: {Written(_failure)}", _errors.Text, StringComparison.Ordinal);
        Assert.Contains(nameof(RunningMains), _errors.Text, StringComparison.Ordinal); // of the stack trace
    }

    [Fact]
    public async Task The_first_exception_makes_the_exit_code_and_all_are_written()
    {
        Exception? given = null;
        var later = new InvalidOperationException("one more");
        var group = new ActorGroup { { "later", Work.FailsWhenTold(later) }, { "store", Work.Fails(_failure) } };

        var exit = await group.RunMainAsync(exception => { given = exception; return 75; }, _errors).OrHang();

        Assert.Equal(75, exit);
        Assert.Same(_failure, given);
        Assert.InRange(_errors.Text.IndexOf($"'store' failed: {Written(_failure)}", StringComparison.Ordinal), 0, _errors.Text.IndexOf($"'later' failed: {Written(later)}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancellation_that_was_not_asked_for_is_a_failure() =>
        Assert.Equal(1, await new ActorGroup { { "timeout", Work.Fails(new OperationCanceledException()) } }.RunMainAsync(errors: _errors).OrHang());

    [Fact]
    public async Task An_actor_that_does_not_stop_in_time_is_named()
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.Zero }) { { "deaf", Work.NeverStops }, { "ends", Work.Nothing } };

        Assert.Equal(1, await group.RunMainAsync(errors: _errors).OrHang());
        Assert.Contains($"{nameof(StopTimeoutException)}: ", _errors.Text, StringComparison.Ordinal);
        Assert.Contains("'deaf'", _errors.Text.Substring(_errors.Text.LastIndexOf(nameof(StopTimeoutException), StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_for_the_exit_code_that_throws_makes_1()
    {
        var exit = await new ActorGroup { { "store", Work.Fails(_failure) } }.RunMainAsync(_ => throw new InvalidOperationException("no code"), _errors).OrHang();

        Assert.Equal(1, exit);
        Assert.Contains("'store' failed: ", _errors.Text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: no code", _errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_failure_says_forges_no_line_and_reaches_no_terminal()
    {
        var failure = new InvalidOperationException("first\r\n    9.999  group       stopped\u001b]0;x\a", new IOException("inner\u001b[2J\u202e"));

        await new ActorGroup(new() { Observer = new Recorder() }) { { "st\u001bore", Work.Fails(failure) } }.RunMainAsync(errors: _errors).OrHang();

        var lines = _errors.Text.Split('\n');
        Assert.DoesNotContain(_errors.Text, each => each is '\u001b' or '\a' or '\u202e');
        Assert.Equal(@"'st\u001bore' failed: System.InvalidOperationException: first", lines[0].TrimEnd());
        Assert.StartsWith("      9.999  group       stopped\\u001b]0;x\\u0007", lines[1], StringComparison.Ordinal); // a line of the report has four spaces at most before its time
    }

    [Fact]
    public async Task A_group_with_an_observer_is_not_reported_but_its_failure_is()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder }) { { "store", Work.Fails(_failure) } };

        await group.RunMainAsync(errors: _errors).OrHang();

        Assert.Equal($"'store' failed: {Written(_failure)}{Environment.NewLine}", _errors.Text);
        Assert.Equal(1, recorder.Count("stopped"));
    }

    [Fact]
    public async Task A_writer_that_throws_is_ignored()
    {
        var closed = new StringWriter();
        await closed.DisposeAsync();

        Assert.Equal(75, await new ActorGroup { { "store", Work.Fails(_failure) } }.RunMainAsync(_ => 75, closed).OrHang());
    }

    [Fact]
    public async Task A_writer_that_blocks_delays_neither_the_run_nor_for_long_the_return()
    {
        var (moves, stopped) = (new Signal(), new Signal());
#pragma warning disable CA2000 // it is written to after the test
        var writer = new Blocks(moves);
#pragma warning restore CA2000
        var group = new ActorGroup { { "ends", Work.Nothing }, { "saves", async token => { await Work.UntilTold(token); stopped.Happen(); } } };

        var exit = group.RunMainAsync(errors: writer);
        await stopped;
        Assert.Equal(0, await exit.OrHang());

        Assert.False(moves.HasHappened);
        moves.Happen();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_that_cannot_be_written_is_named_and_hides_no_other(bool blocks)
    {
        var release = new Signal();
        var group = new ActorGroup { { "later", Work.FailsWhenTold(_failure) }, { "odd", Work.Fails(new Unreadable(() => { if (blocks) { release.BlockThread(); } })) } };

        Assert.Equal(1, await group.RunMainAsync(errors: _errors).OrHang());

        Assert.Contains($"'odd' failed: {typeof(Unreadable)}, whose text cannot be read", _errors.Text, StringComparison.Ordinal);
        Assert.Contains($"'later' failed: {Written(_failure)}", _errors.Text, StringComparison.Ordinal);
        release.Happen();
    }

    [Fact]
    public async Task The_group_stays_as_it_is()
    {
        var release = new Signal();
        var group = new ActorGroup { { "waits", Work.IgnoresCancellation(release) } };

        var main = group.RunMainAsync(errors: _errors);
        Assert.Throws<InvalidOperationException>(() => group.Add("too early", Work.Nothing));
        release.Happen();
        await main.OrHang();
        var written = _errors.Text;
        group.Add("later", Work.Nothing);
        await group.RunAsync().OrHang();

        Assert.Equal(["waits", "later"], group.Select(actor => actor.Name));
        Assert.Equal(written, _errors.Text);
    }

    [Fact]
    public async Task It_runs_again_and_beside_itself()
    {
        using var others = new AnnouncingWriter();
        var release = new Signal();
        var group = new ActorGroup { { "waits", Work.IgnoresCancellation(release) } };

#pragma warning disable CA2025 // both are awaited
        Task<int>[] mains = [group.RunMainAsync(errors: _errors), group.RunMainAsync(errors: others)];
#pragma warning restore CA2025
        await Task.WhenAll(_errors.Seen("waits       ready"), others.Seen("waits       ready"));
        release.Happen();
        int[] exits = [.. await Task.WhenAll(mains).OrHang(), await group.RunMainAsync(errors: _errors).OrHang()];

        Assert.Equal([0, 0, 0], exits);
    }

    /// <summary>Frames of Mono have a space at their end.</summary>
    private static string Written(Exception exception) => string.Join(Environment.NewLine, exception.ToString().Split('\n').Select(static line => line.TrimEnd()));

    private sealed class Blocks(Signal until) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value) => until.BlockThread();
    }

#pragma warning disable CA1032 // it is made in one way only
    private sealed class Unreadable(Action before) : Exception
#pragma warning restore CA1032
    {
        public override string ToString()
        {
            before();
            throw new InvalidOperationException("no text");
        }
    }
}
