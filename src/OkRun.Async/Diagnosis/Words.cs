#if NET8_0_OR_GREATER
namespace OkRun.Async;

/// <summary>What people call the things of the framework that end a chain of awaits.</summary>
internal static class Words
{
    private static readonly (string Type, string Words)[] _known =
    [
        ("System.Threading.Tasks.Task+DelayPromise", "Task.Delay"),
        ("System.Threading.Tasks.Task+WhenEach", "Task.WhenEach"),
        ("System.Threading.Tasks.TaskFactory`1+FromAsync", "TaskFactory.FromAsync"),
        ("System.Threading.SemaphoreSlim", "a semaphore"),
        ("System.Threading.PeriodicTimer", "a PeriodicTimer"),
        ("System.Threading.Channels.", "a channel"),
        ("System.Net.Sockets.", "a socket"),
        ("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.", "a socket"),
        ("System.Net.Quic.", "a QUIC connection"),
        ("System.IO.Pipelines.", "a pipe"),
        ("System.IO.Pipes.", "a named pipe"),
        ("Microsoft.Win32.SafeHandles.SafeFileHandle", "a file"),
        ("System.IO.Strategies.", "a file"),
    ];

    /// <summary>The words for a type, or its name.</summary>
    public static string For(Type type) => Find(type) ?? Name(type).Split('[')[0].Split('`')[0].Replace('+', '.');

    /// <summary>Whether there are words for a type.</summary>
    public static bool Has(Type type) => Find(type) is not null;

    /// <summary>The name of a kind of tasks of the framework, without the namespace and the number of type parameters; null for the tasks of others.</summary>
    public static string? KindOf(Type type) =>
        type.Assembly != typeof(Task).Assembly ? null : (type.DeclaringType is { } outer ? $"{outer.Name.Split('`')[0]}+" : "") + type.Name.Split('`')[0];

    private static string? Find(Type type) => Array.Find(_known, each => Name(type).StartsWith(each.Type, StringComparison.Ordinal)).Words;

    private static string Name(Type type) => type.FullName ?? type.Name;
}
#endif
