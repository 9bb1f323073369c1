#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;

namespace OkRun.Async;

/// <summary>Some promises do not know the tasks that they wait for; the tasks know the promise. So they are looked for where the method that awaits keeps its variables.</summary>
internal static class Locals
{
    private const int MaxTasks = 1_000;

    /// <summary>The tasks that run and that a promise continues, as far as they are in the variables of a state machine, of its closures, or of its object.</summary>
    public static IEnumerable<Task> TasksBefore(Task promise, object? machine) =>
        machine is null ? [] : Values(machine).SelectMany(Fields.TasksOf).Take(MaxTasks).Where(each => !each.IsCompleted && Continues(each, promise)).Distinct();

    private static IEnumerable<object?> Values(object machine)
    {
        foreach (var field in Fields.Of(machine.GetType()))
        {
            var value = field.GetValue(machine);
            yield return value;
            if (value is not null && (field.Name == "<>4__this" || field.FieldType.Name.StartsWith("<>c", StringComparison.Ordinal)))
            {
                foreach (var inner in Fields.Of(value.GetType()))
                {
                    yield return inner.GetValue(value);
                }
            }
        }
    }

    private static bool Continues(Task task, Task promise) => Fields.OfTask("m_continuationObject", task) switch
    {
        List<object?> several => Contains(several, promise),
        var one => ReferenceEquals(one, promise),
    };

    /// <summary>Another thread may change the list; a span of it stays what it is.</summary>
    private static bool Contains(List<object?> continuations, Task promise)
    {
        foreach (var each in CollectionsMarshal.AsSpan(continuations))
        {
            if (ReferenceEquals(each, promise))
            {
                return true;
            }
        }

        return false;
    }
}
#endif
