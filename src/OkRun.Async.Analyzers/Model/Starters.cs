namespace OkRun.Async.Analyzers.Model;

/// <summary>What starts work that goes on by itself.</summary>
internal static class Starters
{
    private static readonly string[] _started =
    [
        "System.Timers.Timer", "System.Threading.Thread", "System.Diagnostics.Process", "System.Net.Sockets.TcpListener", "System.Net.HttpListener",
    ];

    /// <summary>Whether a function runs straight to its end, starts something, and then does nothing that could take long.</summary>
    public static bool OnlyStarts(Function function, IParameterSymbol? ready)
    {
        var code = function.Body.OwnCode().ToArray();
        if (code.Any(Branches) || !ReturnsCompleted(function, code))
        {
            return false;
        }

        var steps = new List<IOperation>();
        Collect(function.Body, steps);
        var last = steps.FindLastIndex(IsStarter);
        return last >= 0 && steps.Skip(last + 1).All(step => IsQuick(step, ready));
    }

    public static bool IsReady(IInvocationOperation call, IParameterSymbol? ready) =>
        ready is not null && call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && call.Instance?.IsReferenceTo(ready) == true;

    private static bool Branches(IOperation operation) => operation is IAwaitOperation or IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ILoopOperation
        or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } or IBranchOperation or IDynamicInvocationOperation;

    private static bool ReturnsCompleted(Function function, IOperation[] code)
    {
        var returns = code.OfType<IReturnOperation>().Where(each => each.ReturnedValue is not null).ToArray();
        return function.Symbol.IsAsync
            ? returns.Length == 0
            : returns.Length > 0 && returns.All(each => each.ReturnedValue!.Unwrapped() is IPropertyReferenceOperation { Property: { Name: "CompletedTask" } property } && property.ContainingType.Is(Names.Task));
    }

    /// <summary>Calls and assignments in the order in which they are evaluated.</summary>
    private static void Collect(IOperation operation, List<IOperation> steps)
    {
        if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
        {
            return;
        }

        foreach (var child in operation.ChildOperations)
        {
            Collect(child, steps);
        }

        if (operation is IInvocationOperation or ISimpleAssignmentOperation or IEventAssignmentOperation || IsResult(operation))
        {
            steps.Add(operation);
        }
    }

    private static bool IsStarter(IOperation step) => step switch
    {
        IEventAssignmentOperation { Adds: true } => true,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "EnableRaisingEvents" } } assignment => assignment.Value.IsTrue(),
        IInvocationOperation { TargetMethod: { Name: "Start" } method } => method.ContainingType.IsKindOf(_started),
        IInvocationOperation { TargetMethod: var method } => method.Is(Names.Task, "Run")
            || (method.Name == "StartNew" && method.ContainingType.IsAny("System.Threading.Tasks.TaskFactory", "System.Threading.Tasks.TaskFactory`1"))
            || method.Is("System.Threading.ThreadPool", "QueueUserWorkItem"),
        _ => false,
    };

    private static bool IsQuick(IOperation step, IParameterSymbol? ready) => step switch
    {
        IInvocationOperation call => IsReady(call, ready) || IsQuick(call),
        _ => !IsResult(step),
    };

    private static bool IsQuick(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        return (type.IsToken() && call.TargetMethod.Name is "Register" or "UnsafeRegister")
            || (type.Is("System.Console") && !call.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal))
            || (call.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal) && call.Instance?.Unwrapped() is IPropertyReferenceOperation { Property: { Name: "Out" or "Error" } writer } && writer.ContainingType.Is("System.Console"))
            || type.IsAny("System.Diagnostics.Trace", "System.Diagnostics.Debug")
            || TokenCalls.Receiver(call).IsKindOf("Microsoft.Extensions.Logging.ILogger");
    }

    private static bool IsResult(IOperation operation) => operation is IPropertyReferenceOperation { Property: { Name: "Result" } property } && property.ContainingType.IsTask();
}
