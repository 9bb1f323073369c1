#if NET8_0_OR_GREATER
using System.Reflection;
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>One walk down a chain of awaits, from its outermost task.</summary>
internal sealed class Walk(Symbols? symbols)
{
    private const int MaxForks = 4;
    private const int MaxBranches = 50;

    private readonly HashSet<object> _path = new(ReferenceEqualityComparer.Instance);
    private int _stepsLeft = 2_000;

    public IReadOnlyList<Step> From(Task? task, Delegate? entry)
    {
        var method = entry is null ? null : FrameOf(entry);
        if (task is null)
        {
            return method is null ? [Leaf.Entering] : [method with { Place = FileOf(method) }, Leaf.Entering];
        }

        var steps = Follow(task, forks: 0);
        return method is null or { Method.IsFramework: true } || AwaitTrace.InnermostOf(steps) is not null ? steps : [method with { HasReturned = true }, .. steps];
    }

    private List<Step> Follow(object start, int forks)
    {
        var steps = new List<Step>();
        var entered = new List<object>();
        object? machine = null;
        for (var node = start; node is not null;)
        {
            if (!_path.Add(node))
            {
                steps.Add(new Leaf("awaits itself", ": the chain is a circle"));
                break;
            }

            entered.Add(node);
            if (_stepsLeft-- <= 0)
            {
                steps.Add(new Leaf("awaits more than is followed"));
                break;
            }

            node = Enter(node, ref machine, steps, forks);
        }

        _path.ExceptWith(entered); // another branch may await the same
        return steps;
    }

    /// <summary>Adds the steps of one link of the chain.</summary>
    /// <returns>The next link; null where the chain ends.</returns>
    private object? Enter(object node, ref object? machine, List<Step> steps, int forks)
    {
        switch (node)
        {
            case Task { IsCompleted: true }:
                return End(steps, Leaf.Moving);
            case IAsyncStateMachine:
                return Enter(Machine.Of(node.GetType()), () => node, steps, ref machine);
            case Type awaiter: // one that holds nothing
                return End(steps, awaiter == typeof(YieldAwaitable.YieldAwaiter) ? Leaf.Yielding : new($"awaits {Words.For(awaiter)}"));
        }

        return Box.Open(node) is { } box ? Enter(box, steps, ref machine)
            : node is Task task ? Enter(task, machine, steps, forks)
            : End(steps, new($"awaits {Words.For(node.GetType())}", Owner: node.GetType().DeclaringType));
    }

    private object? Enter(Box box, List<Step> steps, ref object? machine)
    {
        if (box.Read is not null)
        {
            return Enter(box.Machine, box.Read, steps, ref machine);
        }

        steps.Add(new Frame(box.Machine.Method, box.Machine.PlaceOf(Symbols.WholeMethod, symbols)));
        return End(steps, Leaf.Unseen);
    }

    private object? Enter(Machine kind, Func<object?> open, List<Step> steps, ref object? machine)
    {
        (machine, var state, var awaited) = kind.Read(open);
        steps.Add(new Frame(kind.Method, kind.PlaceOf(state, symbols)));
        return awaited ?? End(steps, state == -1 ? Leaf.Running : kind.IsKnown ? Leaf.Moving : Leaf.Unseen);
    }

    private object? Enter(Task task, object? machine, List<Step> steps, int forks)
    {
        var kind = Words.KindOf(task.GetType());
        var work = Fields.OfTask("m_action", task) as Delegate;
        var awaited = Fields.Awaited(task).ToArray();
        switch (kind)
        {
            case "Task" when work is null && task.Status == TaskStatus.WaitingForActivation:
                return End(steps, Leaf.Source);
            case "Task+WhenAllPromise" or "TaskFactory+CompleteOnCountdownPromise":
                var parts = awaited.Length > 0 ? [.. awaited.OfType<Task>()] : Locals.TasksBefore(task, machine);
                return Branch(steps, "awaits Task.WhenAll", parts, Fields.Named("_remainingToComplete", task.GetType())?.GetValue(task) as int?, forks);
            case "Task+TwoTaskWhenAnyPromise" or "TaskFactory+CompleteOnInvokePromise":
                return Branch(steps, "awaits Task.WhenAny", awaited.OfType<Task>(), null, forks);
            case "UnwrapPromise":
                return Locals.TasksBefore(task, machine).FirstOrDefault() ?? End(steps, Leaf.Unwrapped);
            case "Task+CancellationPromise":
                steps.Add(Through("WaitAsync"));
                break;
        }

        if (awaited is [var next] && next is not Task { IsCompleted: true })
        {
            if (work is not null)
            {
                steps.Add(Through("ContinueWith"));
            }

            return next;
        }

        var isRunning = task.Status == TaskStatus.Running;
        var isWork = kind == "Task" || kind?.StartsWith("Continuation", StringComparison.Ordinal) == true;
        if (work is not null && (isRunning || isWork))
        {
            var frame = FrameOf(work);
            steps.Add(isRunning ? frame with { Place = FileOf(frame) } : frame);
        }

        return End(
            steps,
            isRunning ? Leaf.Running
            : task.IsCompleted || (work is null && awaited is [Task]) ? Leaf.Moving // it has let go of what it had, or does not know yet that it may go on
            : isWork ? Leaf.Queued
            : kind is not null && !Words.Has(task.GetType()) ? Leaf.Unseen with { Detail = $": tasks of the kind {Words.For(task.GetType())} are not known" }
            : new($"awaits {Words.For(task.GetType())}", Owner: task.GetType().DeclaringType));
    }

    private object? Branch(List<Step> steps, string text, IEnumerable<Task> tasks, int? count, int forks)
    {
        Task[] running = [.. tasks.Where(each => !each.IsCompleted).Distinct()];
        Step[][] branches = forks == MaxForks ? [] : [.. running.Take(MaxBranches).Select(each => Follow(each, forks + 1).ToArray())];
        var all = Math.Max(count ?? 0, running.Length);
        if (all == 0)
        {
            return End(steps, new(text, ": its tasks have just ended, or cannot be seen"));
        }

        var hidden = branches.Length == all ? "" : branches.Length == 0 ? ", none of them can be shown" : $", {branches.Length} of them can be shown";
        steps.Add(new Fork(text, branches, $" ({all} {(all == 1 ? "task has" : "tasks have")} not ended{hidden})"));
        return null;
    }

    private Frame FrameOf(Delegate work)
    {
        var method = work.Method;
        if (Machine.Machines(method) is { } type)
        {
            var machine = Machine.Of(type);
            return new(machine.Method, machine.PlaceOf(Symbols.WholeMethod, symbols));
        }

        var name = new MethodName(method.DeclaringType, method.Name, method.GetParameters());
        return new(name, (name.IsFramework ? null : symbols?.StartOf(method)) ?? "");
    }

    /// <summary>The line at which a method begins is not the line at which it is.</summary>
    private static string FileOf(Frame frame) => frame.Place.Split(":line")[0];

    /// <summary>A method of the framework that has no state machine.</summary>
    private static Frame Through(string method) => new(new MethodName(typeof(Task), method, []));

    private static object? End(List<Step> steps, Leaf leaf)
    {
        steps.Add(leaf);
        return null;
    }
}
#endif
