#if !NET8_0_OR_GREATER
namespace OkRun.Async;

/// <summary>As much of a chain of awaits as this target can tell: the method that was called.</summary>
internal static class AwaitChain
{
    /// <summary>Never off: there is next to nothing to turn off.</summary>
    public static bool IsSupported => true;

    public static AwaitTrace Of(Task? task, Delegate? entry)
    {
        if (task?.IsCompleted == true || (AppContext.TryGetSwitch("OkRun.Async.Trace", out var isOn) && !isOn))
        {
            return AwaitTrace.None;
        }

        try
        {
            var leaf = task is null ? Leaf.Entering : Leaf.OtherRuntime;
            return AwaitTrace.Write(entry?.Method is { } method ? [new Frame(new MethodName(method.DeclaringType, method.Name, method.GetParameters())), leaf] : [leaf]);
        }
#pragma warning disable CA1031 // a diagnosis must not do harm, whatever it meets
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return AwaitTrace.Failed(exception);
        }
    }
}
#endif
