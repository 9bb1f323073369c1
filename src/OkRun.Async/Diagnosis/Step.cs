namespace OkRun.Async;

/// <summary>One step of a chain of awaits.</summary>
internal abstract record Step;

/// <summary>A method that awaits the next step, or in which the chain ends.</summary>
/// <param name="Method">The method.</param>
/// <param name="Place">Where in it, as in a stack trace: <c> in File.cs:line 3</c>, or empty.</param>
/// <param name="HasReturned">Whether the method has returned its task, which is not its own.</param>
internal sealed record Frame(MethodName Method, string Place = "", bool HasReturned = false) : Step;

/// <summary>Where the chain ends.</summary>
/// <param name="Text">What happens there.</param>
/// <param name="Detail">What is added where no method of the framework can be named.</param>
/// <param name="Owner">The type that waits so; a method of it says nothing more.</param>
internal sealed record Leaf(string Text, string Detail = "", Type? Owner = null) : Step
{
    public static Leaf Source { get; } = new("awaits a TaskCompletionSource");

    public static Leaf Running { get; } = new("runs or blocks a thread", ", in this method or in what it calls");

    public static Leaf Entering { get; } = new("runs or blocks a thread", ", before its first await");

    public static Leaf Moving { get; } = new("goes on", ": what it awaited has ended");

    public static Leaf Queued { get; } = new("has not begun", ": it waits for a thread");

    public static Leaf Unwrapped { get; } = new("awaits Task.Run", ", whose inner task cannot be seen");

    public static Leaf Unseen { get; } = new("cannot be seen further", ": the code is trimmed, compiled ahead of time, or not made by the compiler of C#");

    public static Leaf OtherRuntime { get; } = new("awaits", " what can be seen on .NET 8 and later only");

    public static Leaf Yielding { get; } = new("awaits Task.Yield");
}

/// <summary>Where a chain becomes several.</summary>
/// <param name="Text">What happens there.</param>
/// <param name="Branches">The steps of each branch that can be seen.</param>
/// <param name="Detail">How much cannot be seen.</param>
internal sealed record Fork(string Text, IReadOnlyList<IReadOnlyList<Step>> Branches, string Detail) : Step;
