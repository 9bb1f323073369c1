#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>A type of state machines, made by the compiler of an async method or an async iterator. Kept as long as the type.</summary>
internal sealed class Machine
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const int Attempts = 3;

    private static readonly ConditionalWeakTable<Type, Machine> _known = [];

    private readonly Type _type;
    private readonly FieldInfo? _state;
    private readonly FieldInfo[] _awaiters;
    private IReadOnlyDictionary<int, string>? _places;

    private Machine(Type type)
    {
        _type = type;
        _state = Fields.Named("<>1__state", type);
        _awaiters = Array.FindAll(
            Fields.Of(type),
            each => _state is null ? typeof(INotifyCompletion).IsAssignableFrom(each.FieldType) : each.Name.StartsWith("<>u__", StringComparison.Ordinal));
        Method = NameOf(type);
    }

    /// <summary>The method that its author wrote.</summary>
    public MethodName Method { get; }

    /// <summary>Whether the fields are those that C# makes, and were not trimmed.</summary>
    public bool IsKnown => _state is not null && _awaiters.Length > 0;

    public static Machine Of(Type type) => _known.GetValue(type, static type => new(type));

    /// <summary>The place of an await, or of the method where it is at none.</summary>
    public string PlaceOf(int state, Symbols? symbols)
    {
        var places = _places ??= Method.IsFramework || symbols is null || MoveNext(_type) is not { } method ? Symbols.Nowhere : symbols.PlacesIn(method);
        return places.TryGetValue(state, out var place) ? place : places.GetValueOrDefault(Symbols.WholeMethod, "");
    }

    /// <summary>Reads the number of the await that the machine is at, and what it awaits.</summary>
    /// <param name="open">Gives the machine; a copy, if it is a struct.</param>
    public (object? Machine, int State, object? Awaited) Read(Func<object?> open)
    {
        for (var attempt = 1; ; attempt++)
        {
            var machine = open();
            if (machine is null)
            {
                return (null, -2, null);
            }

            var state = StateOf(machine);
            var awaited = state >= 0 ? Awaited(machine) : null;
            if (attempt == Attempts || StateOf(open()) == state)
            {
                return (machine, state, awaited);
            }
        }
    }

    private int StateOf(object? machine) => machine is null ? -2 : _state is null ? 0 : (int)_state.GetValue(machine)!;

    /// <summary>A task or a source of value tasks, an awaiter that is neither, or null. An awaiter is cleared when the method goes on, so that one is set.</summary>
    private object? Awaited(object machine)
    {
        object? ended = null;
        foreach (var field in _awaiters)
        {
            if (field.GetValue(machine) is not { } awaiter || (field.FieldType.IsValueType && !Fields.LeadOn(field.FieldType)))
            {
                continue;
            }

            var awaited = Fields.Awaited(awaiter).FirstOrDefault() ?? (field.FieldType.IsValueType ? null : awaiter);
            if (awaited is Task { IsCompleted: true })
            {
                ended = awaited;
            }
            else if (awaited is not null)
            {
                return awaited;
            }
        }

        return ended ?? Array.Find(_awaiters, each => each.FieldType.IsValueType && !Fields.LeadOn(each.FieldType))?.FieldType;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A method that was trimmed is not found, and then its parameters are not written.")]
    private static MethodName NameOf(Type type)
    {
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var end = type.Name.LastIndexOf(">d", StringComparison.Ordinal);
        if (type.DeclaringType is not { } declaring || type.Name[0] != '<' || end < 0)
        {
            var at = type.Name.IndexOf('@', StringComparison.Ordinal); // F#: method@line
            return at > 0 ? new(type.DeclaringType, type.Name[..at], null) : new(type, "MoveNext", []);
        }

        var name = type.Name[1..end];
        var method = Array.Find(declaring.GetMethods(All), each => each.Name.Replace('.', '-') == name && Machines(each) == open);
        return new(declaring, method?.Name ?? name, method?.GetParameters());
    }

    /// <summary>The state machine of an async method or an async iterator, null for other methods.</summary>
    public static Type? Machines(MethodInfo method) => method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A method that was trimmed is not found, and then its lines are not written.")]
    public static MethodInfo? MoveNext(Type type) => type.GetMethod("MoveNext", All & ~BindingFlags.Static, []);
}
#endif
