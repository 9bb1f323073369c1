#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>The runtime's object around a state machine: the task that an async method returns, or the source of its value task.</summary>
/// <param name="machine">What is in it.</param>
/// <param name="read">Gives the machine; null where it cannot be read.</param>
internal sealed class Box(Machine machine, Func<object?>? read)
{
    public Machine Machine => machine;

    public Func<object?>? Read => read;

    public static Box? Open(object node)
    {
        var type = node.GetType();
        if (type.Assembly != typeof(object).Assembly || !type.IsGenericType || !type.Name.Contains("StateMachineBox", StringComparison.Ordinal))
        {
            return null;
        }

        if (Fields.Named("StateMachine", type) is not { } field)
        {
            return new(Machine.Of(type.GetGenericArguments()[^1]), null);
        }

        var kind = field.FieldType.IsInterface ? field.GetValue(node)?.GetType() : field.FieldType; // an interface where a debugger asked for the task early
        return kind is null ? null : new(Machine.Of(kind), () => field.GetValue(node));
    }
}
#endif
