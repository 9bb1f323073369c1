#if NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>Tells where asynchronous code is: the chain of awaits from a task down to what it waits for.</summary>
/// <remarks>
/// The code that is looked at goes on meanwhile. That is safe. Every step reads one field of an object that is alive because something refers to it, references are read whole, and a copy of a struct is made word by word:
/// what is read was stored there at some time, and has the type of its field. Nothing is written, no lock is taken, and no code of the user is called: no <c>ToString</c>, no property, no enumerator, no <c>GetStatus</c>.
/// What can go wrong is that two fields are of different moments, so that the text mixes neighbouring moments of one chain. The state of a machine is therefore read again after its awaiter, and a few attempts are made.
/// A chain that moves too fast for that does not hang. Cycles, deep chains and many branches are bounded. Whatever is thrown all the same ends the text and not the caller.
/// </remarks>
internal static class AwaitChain
{
    /// <summary>Off where the switch <c>OkRun.Async.Trace</c> is false. A trimmed application that is published with the switch off does not contain the code.</summary>
    [FeatureSwitchDefinition("OkRun.Async.Trace")]
    public static bool IsSupported => !AppContext.TryGetSwitch("OkRun.Async.Trace", out var isOn) || isOn;

    /// <summary>Looks at a task. No exception comes out.</summary>
    /// <param name="task">What <paramref name="entry"/> returned; null while it has not returned.</param>
    /// <param name="entry">The delegate that was called.</param>
    public static AwaitTrace Of(Task? task, Delegate? entry)
    {
        if (!IsSupported || task?.IsCompleted == true)
        {
            return AwaitTrace.None;
        }

        try
        {
            using var symbols = Symbols.OpenIfUseful();
            return AwaitTrace.Write(new Walk(symbols).From(task, entry));
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
