namespace OkRun.Async.Tests;

/// <summary>Names and messages are text of others: they forge no line, reach no terminal, and break nothing.</summary>
public sealed class WritingForeignText : IDisposable
{
    private readonly AnnouncingWriter _writer = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public async Task Control_characters_of_a_name_are_shown()
    {
        var group = Group();
        group.Add("a\n    0.001  group       stopped\r\u001b[2J\u202e\u0085", Work.Nothing);

        await RunAsync(group, "stopped after N s");

        Assert.Equal(6, _writer.Lines().Count);
        Assert.DoesNotContain(_writer.Text, each => each is '\u001b' or '\r' or '\u202e' or '\u0085');
        Assert.Contains(@"\r\u001b[2J\u202e\u0085' returned", _writer.Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_several_lines_is_whole_and_its_lines_are_indented()
    {
        var group = Group();
        group.Add("web", Work.Fails(new InvalidOperationException("one\n    0.001  group       stopped\r\n\u001b[31mthree")));

        await RunAsync(group, "failed after N s: ");

        var lines = _writer.Text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var first = lines.FindIndex(line => line.Contains("failed after", StringComparison.Ordinal));
        Assert.EndsWith("InvalidOperationException: one", lines[first], StringComparison.Ordinal);
        Assert.Equal([$"{new string(' ', 23)}    0.001  group       stopped", $@"{new string(' ', 23)}\u001b[31mthree"], lines.Skip(first + 1).Take(2));
    }

    [Fact]
    public async Task The_first_failure_has_its_stack_and_its_inner_exception_and_no_other_has()
    {
        var fail = new Signal();
        var group = Group();
        group.Add("first", Work.Fails(new InvalidOperationException("outer.", new FormatException("inner.")), fail));
        group.Add("second", Work.FailsWhenTold(new InvalidOperationException("later.")));

        var run = group.Start();
        await run.Ready.OrHang();
        fail.Happen();
        await run.Completion.EndOrHang();
        await _writer.Seen("failed after N s: ");

        var lines = _writer.Lines();
        var failed = lines.FindIndex(line => line.StartsWith("first failed", StringComparison.Ordinal));
        Assert.EndsWith("InvalidOperationException: outer", lines[failed], StringComparison.Ordinal);
        Assert.Equal("no time: ---> System.FormatException: inner.", lines[failed + 1]);
        Assert.Contains(lines, line => line.StartsWith("no time: at OkRun.Async.Tests.Work", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("at OkRun.Async.ActorRun.", StringComparison.Ordinal));
        var second = lines.FindIndex(line => line.StartsWith("second failed", StringComparison.Ordinal));
        Assert.StartsWith("group failed after N s: 'first' failed with InvalidOperationException: outer; 'second' failed with InvalidOperationException: later", lines[second + 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_object_of_an_ObjectDisposedException_is_named()
    {
        var group = Group();
        group.Add("web", Work.Fails(new ObjectDisposedException("SqlConnection")));

        await RunAsync(group, "failed after N s: ");

        Assert.Contains("no time: Object name: 'SqlConnection'.", _writer.Lines());
        Assert.EndsWith("ObjectDisposedException: Cannot access a disposed object. Object name: 'SqlConnection'", _writer.Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_throws_hides_no_failure()
    {
        var group = Group();
        group.Add("web", Work.Fails(new Evil(() => throw new NotSupportedException())));

        await RunAsync(group, "failed after N s: ");

        Assert.Contains("web failed after N s with Evil: (its message cannot be read: NotSupportedException)", _writer.Lines());
        Assert.Equal("group failed after N s: 'web' failed with Evil: (its message cannot be read: NotSupportedException)", _writer.Lines()[^1]);
    }

    [Fact]
    public async Task A_message_that_blocks_hides_no_failure_and_delays_no_actor()
    {
        var release = new Signal();
        var group = Group();
        group.Add("web", Work.Fails(new Evil(() =>
        {
            release.BlockThread();
            return "late";
        })));

        await group.RunAsync().EndOrHang();
        await _writer.Seen("failed after N s: ");
        release.Happen();

        Assert.Contains("web failed after N s with Evil: (its message does not return)", _writer.Lines());
        Assert.Contains("group stopping: 'web' failed with Evil: (its message does not return)", _writer.Lines());
    }

    [Fact]
    public async Task The_columns_hold_for_long_names()
    {
        var group = Group();
        group.Add(new string('x', 25) + new string('-', 75) + new string('y', 14), Work.Nothing);
        group.Add("a little longer", Work.Nothing);

        await RunAsync(group, "stopped after N s");

        var lines = _writer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Equal("  ", line[51..53]));
        Assert.Contains(lines, line => line[11..51] == new string('x', 25) + "…" + new string('y', 14));
    }

    private static async Task RunAsync(ActorGroup group, AnnouncingWriter writer, string last)
    {
        await group.RunAsync().EndOrHang();
        await writer.Seen(last);
    }

    private Task RunAsync(ActorGroup group, string last) => RunAsync(group, _writer, last);

    private ActorGroup Group() => new(new() { Observer = ActorGroupObserver.WriteTo(_writer) });

#pragma warning disable CA1032 // it is made in no other way
    private sealed class Evil(Func<string> message) : Exception
#pragma warning restore CA1032
    {
        public override string Message => message();
    }
}
