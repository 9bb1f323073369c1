#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace OkRun.Async;

/// <summary>The fields of types that are not ours. A field that a trimmer took is not there, and then the chain ends earlier.</summary>
internal static class Fields
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const int Nesting = 3;

    private static readonly ConditionalWeakTable<Type, FieldInfo[]> _of = [];
    private static readonly ConditionalWeakTable<Type, FieldInfo[]> _leading = [];
    private static readonly FieldInfo[] _ofEveryTask = Declared(typeof(Task));

    /// <summary>The fields of an object, but for those that every task has.</summary>
    public static FieldInfo[] Of(Type type) => _of.GetValue(type, Find);

    public static FieldInfo? Named(string name, Type type) => Array.Find(Of(type), each => each.Name == name);

    /// <summary>A field that every task has.</summary>
    public static object? OfTask(string name, Task task) => Array.Find(_ofEveryTask, each => each.Name == name)?.GetValue(task);

    /// <summary>What an awaiter, a task or a value task waits for: tasks, and sources of value tasks. Several where it waits for several.</summary>
    public static IEnumerable<object> Awaited(object holder) => Awaited(holder, Nesting);

    /// <summary>Whether a type can hold what it waits for.</summary>
    public static bool LeadOn(Type type) => Leading(type).Length > 0;

    /// <summary>The tasks in a value: itself, or those of an array or a list. Other collections are the user's code.</summary>
    public static IEnumerable<Task> TasksOf(object? value) => value switch
    {
        Task task => [task],
        Task[] tasks => tasks.Where(each => each is not null),
        not null when IsListType(value.GetType()) => TasksOf(Named("_items", value.GetType())?.GetValue(value)), // its enumerator throws if the list changes meanwhile
        _ => [],
    };

    private static IEnumerable<object> Awaited(object holder, int nesting)
    {
        foreach (var field in Leading(holder.GetType()))
        {
            var value = field.GetValue(holder);
            if (value is null)
            {
                continue;
            }

            var isStruct = field.FieldType.IsValueType;
            foreach (var each in !isStruct && !IsList(field.FieldType) ? [value] : !isStruct ? TasksOf(value) : nesting > 0 ? Awaited(value, nesting - 1) : [])
            {
                yield return each;
            }
        }
    }

    private static FieldInfo[] Leading(Type type) => _leading.GetValue(type, static type => Array.FindAll(Of(type), field => Leads(field, Nesting)));

    private static bool Leads(FieldInfo field, int nesting) =>
        typeof(Task).IsAssignableFrom(field.FieldType)
        || IsSource(field.FieldType)
        || IsList(field.FieldType)
        || (field.Name == "_obj" && IsValueTask(field.DeclaringType!))
        || (nesting > 0 && field.FieldType is { IsValueType: true, IsPrimitive: false, IsEnum: false } && Array.Exists(Of(field.FieldType), each => Leads(each, nesting - 1)));

    private static bool IsSource(Type type) => type == typeof(IValueTaskSource) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValueTaskSource<>));

    private static bool IsValueTask(Type type) => type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsListType(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);

    private static bool IsList(Type type) => typeof(IEnumerable<Task>).IsAssignableFrom(type);

    private static FieldInfo[] Find(Type type)
    {
        var found = new List<FieldInfo>();
        for (var at = type; at is not null && at != typeof(Task) && !(at.IsGenericType && at.GetGenericTypeDefinition() == typeof(Task<>)); at = at.BaseType)
        {
            found.AddRange(Declared(at));
        }

        return [.. found];
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What was trimmed is not found, and the trace ends there: it says so.")]
    private static FieldInfo[] Declared(Type type) => type.GetFields(Own);
}
#endif
