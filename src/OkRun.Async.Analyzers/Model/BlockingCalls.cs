namespace OkRun.Async.Analyzers.Model;

/// <summary>Calls that hold a thread until something happens.</summary>
internal static class BlockingCalls
{
    private const string Threading = "System.Threading.";
    private const string Sockets = "System.Net.Sockets.";

    public static bool Blocks(IOperation operation) => operation switch
    {
        IInvocationOperation call => (IsWait(call) || IsWaitForTask(call)) && !IsPolled(call),
        IPropertyReferenceOperation { Property: { Name: "Result" } property, Instance: { } task } => property.ContainingType.IsAny(Names.TaskOf, Names.ValueTaskOf) && IsCall(task),
        _ => false,
    };

    private static bool IsWait(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        return call.TargetMethod.Name switch
        {
            "Sleep" or "Join" => type.Is(Threading + "Thread"),
            "Read" or "ReadLine" or "ReadKey" => type.Is("System.Console"),
            "AcceptTcpClient" or "AcceptSocket" => type.Is(Sockets + "TcpListener"),
            "Accept" => type.Is(Sockets + "Socket"),
            "Receive" => type.Is(Sockets + "UdpClient"),
            "GetContext" => type.Is("System.Net.HttpListener"),
            "WaitForConnection" => type.Is("System.IO.Pipes.NamedPipeServerStream"),
            "WaitForExit" => type.Is("System.Diagnostics.Process") && call.Arguments.IsEmpty,
            "Take" or "GetConsumingEnumerable" => type.Is("System.Collections.Concurrent.BlockingCollection`1"),
            "WaitOne" => type.IsKindOf(Threading + "WaitHandle"),
            "Wait" => type.IsAny(Threading + "ManualResetEventSlim", Threading + "CountdownEvent", Threading + "SemaphoreSlim"),
            "WaitAll" or "WaitAny" => type.IsAny(Threading + "WaitHandle", Names.Task),
            "Run" or "WaitForShutdown" => call.TargetMethod.ReturnsVoid && TokenCalls.Receiver(call).IsKindOf(Hosts.Host) && IsOfHosts(type),
            _ => false,
        };
    }

    /// <summary>The methods of the framework: a host of another library may have its own <c>Run</c>.</summary>
    private static bool IsOfHosts(ITypeSymbol type) =>
        type.IsAny("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", "Microsoft.AspNetCore.Builder.WebApplication");

    private static bool IsWaitForTask(IInvocationOperation call) => call switch
    {
        { TargetMethod: { Name: "Wait" } method, Instance: { } task } => method.ContainingType.Is(Names.Task) && IsCall(task),
        { TargetMethod.Name: "GetResult", Instance: { } awaiter } => awaiter.Unwrapped() is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } awaited } && IsTaskOfCall(awaited),
        _ => false,
    };

    private static bool IsTaskOfCall(IOperation awaited) => awaited.Unwrapped() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }
        ? IsCall(task)
        : awaited.Type.IsTask() && IsCall(awaited);

    /// <summary>Whether a task is the result of a call made here. Any other may be over by now.</summary>
    private static bool IsCall(IOperation task) => task.Unwrapped() is IInvocationOperation call
        && (call is { TargetMethod.Name: "AsTask" or "Preserve" or "ConfigureAwait", Instance: { } inner } && call.TargetMethod.ContainingType.IsTask()
            ? IsCall(inner)
            : !(call.TargetMethod.IsStatic && call.TargetMethod.Name.StartsWith("From", StringComparison.Ordinal) && call.TargetMethod.ContainingType.IsTask()));

    /// <summary>Whether it only looks, with a time of zero.</summary>
    private static bool IsPolled(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && Times.IsTime(argument.Parameter?.Type) && Times.IsZero(argument.Value));
}
