using System.Reflection;

namespace OkRun.Async;

/// <summary>Does in CancelAsync what the one of the system does, with the same two steps, but has the callbacks run by a task that Coyote schedules.</summary>
internal sealed class CancellationTokenSource : System.Threading.CancellationTokenSource
{
    private static readonly Func<System.Threading.CancellationTokenSource, bool> _transition =
        Step("TransitionToCancellationRequested").CreateDelegate<Func<System.Threading.CancellationTokenSource, bool>>();

    private static readonly Action<System.Threading.CancellationTokenSource, bool> _executeCallbacks =
        Step("ExecuteCallbackHandlers").CreateDelegate<Action<System.Threading.CancellationTokenSource, bool>>();

    public new Task CancelAsync() => _transition(this) ? Task.Run(() => _executeCallbacks(this, false)) : Task.CompletedTask;

    /// <summary>Whether somebody is registered. The system does not say, so its fields are asked.</summary>
    public bool HasCallbacks => Field(typeof(System.Threading.CancellationTokenSource), this, "_registrations") is { } registrations && Field(registrations.GetType(), registrations, "Callbacks") is not null;

    private static object? Field(Type type, object of, string name) =>
        (type.GetField(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance) ?? throw new MissingFieldException(name)).GetValue(of);

    private static MethodInfo Step(string name) => typeof(System.Threading.CancellationTokenSource).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance)!;
}
