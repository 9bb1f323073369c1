namespace OkRun.Async;

/// <summary>What is known of a chain of awaits, for people. Immutable.</summary>
internal sealed class AwaitTrace
{
    /// <summary>The steps of a deep chain that are written: those near its end say what it waits for, those near its start say why.</summary>
    private const int InnerSteps = 70;
    private const int OuterSteps = 30;

    private readonly string _text;

    private AwaitTrace(string text, string? innermost, bool isRunning = false) => (_text, Innermost, Location) = (text, innermost, isRunning ? $"{innermost}, which runs or blocks a thread" : innermost);

    /// <summary>Of a task that has ended, or where traces are off.</summary>
    public static AwaitTrace None { get; } = new("", null);

    /// <summary>The innermost method of the user's code and its place: <c>OrderMachine.HandleAsync in OrderMachine.cs:line 51</c>. Null if none is known.</summary>
    public string? Innermost { get; }

    /// <summary>The same, with a word on a method that awaits nothing but runs.</summary>
    public string? Location { get; }

    /// <summary>The whole chain, innermost first, in the form of a stack trace; lines end in <see cref="Environment.NewLine"/> but for the last.</summary>
    public override string ToString() => _text;

    public static AwaitTrace Failed(Exception exception) => new($"   cannot be seen: {exception.GetType().Name}", null);

    /// <param name="steps">From the outermost to the innermost.</param>
    public static AwaitTrace Write(IReadOnlyList<Step> steps)
    {
        var lines = new List<string>();
        Write(steps, "   ", lines);
        var innermost = InnermostOf(steps);
        return new(string.Join(Environment.NewLine, lines), innermost is null ? null : $"{innermost.Method.Short}{innermost.Place}", innermost is not null && steps[steps.Count - 1] == Leaf.Running);
    }

    private static void Write(IReadOnlyList<Step> steps, string indent, List<string> lines)
    {
        var left = steps.Count;
        while (left > 0)
        {
            if (left <= steps.Count - InnerSteps && left > OuterSteps)
            {
                lines.Add($"{indent}... {left - OuterSteps} more");
                left = OuterSteps;
            }

            var step = steps[--left];
            if (step is Frame { Method.IsFramework: false } frame)
            {
                lines.Add($"{indent}{(frame.HasReturned ? "returned by" : "at")} {frame.Method.Full}{frame.Place}");
                continue;
            }

            var within = Fold(steps, step is Frame ? left + 1 : left, out left);
            lines.AddRange(step is Fork fork ? Branches(fork, indent) : []);
            lines.Add(indent + Folded(step, within));
        }
    }

    /// <summary>The outermost of the framework's methods that stand together: the one that the user called.</summary>
    private static Frame? Fold(IReadOnlyList<Step> steps, int end, out int start)
    {
        start = end;
        while (start > 0 && steps[start - 1] is Frame { Method.IsFramework: true })
        {
            start--;
        }

        return start < end ? (Frame)steps[start] : null;
    }

    private static string Folded(Step step, Frame? within) => (step, within?.Method) switch
    {
        (Leaf leaf, null) => leaf.Text + leaf.Detail,
        (Leaf leaf, { } method) when leaf.Owner is not null && leaf.Owner == method.Type => leaf.Text,
        (Leaf leaf, { } method) when leaf == Leaf.Source => $"awaits {method.Api}",
        (Leaf leaf, { } method) => $"{leaf.Text} in {method.Api}",
        (Fork fork, null) => fork.Text + fork.Detail,
        (Fork fork, { } method) => $"{fork.Text} in {method.Api}{fork.Detail}",
        (_, { } method) => $"through {method.Api}",
        _ => "",
    };

    private static IEnumerable<string> Branches(Fork fork, string indent) => fork.Branches
        .Select(branch =>
        {
            var lines = new List<string>();
            Write(branch, indent + "   ", lines);
            return string.Join(Environment.NewLine, lines);
        })
        .GroupBy(text => text)
        .SelectMany(alike => (string[])[$"{indent}{(alike.Count() == 1 ? "one branch:" : $"{alike.Count()} branches:")}", alike.Key]);

    public static Frame? InnermostOf(IReadOnlyList<Step> steps)
    {
        for (var at = steps.Count - 1; at >= 0; at--)
        {
            var found = steps[at] switch
            {
                Frame { Method.IsFramework: false } frame => frame,
                Fork fork => fork.Branches.Select(InnermostOf).FirstOrDefault(each => each is not null),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }
}
