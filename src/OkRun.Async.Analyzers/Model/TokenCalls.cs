namespace OkRun.Async.Analyzers.Model;

/// <summary>Calls that could be given a token, and are not.</summary>
internal static class TokenCalls
{
    /// <summary>What ends with its other side, without a token: a channel that is completed, a stream that is closed.</summary>
    private static readonly string[] _endWithTheirOtherSide =
    [
        "System.Threading.Channels.ChannelReader`1",
        "System.Threading.Channels.ChannelWriter`1",
        "System.Collections.Concurrent.BlockingCollection`1",
        "System.IO.Pipelines.PipeReader",
        "System.IO.Pipelines.PipeWriter",
        "System.IO.Stream",
        "System.IO.TextReader",
        "System.IO.TextWriter",
    ];

    /// <summary>What is over some day by itself.</summary>
    public static bool IsFinite(this IInvocationOperation call) => call.TargetMethod.ContainingType.IsAny("System.IO.File", "System.Net.Http.HttpClient");

    /// <summary>Whether a call waits as long as it takes and leaves out a token that it could be given.</summary>
    public static bool WaitsWithoutToken(this IInvocationOperation call, Compilation compilation)
    {
        var method = call.TargetMethod;
        return !Receiver(call).IsKindOf(_endWithTheirOtherSide) && !method.ContainingType.IsKindOf(_endWithTheirOtherSide)
            && (call.Instance is null || !method.ContainingType.IsTask())
            && !method.Is(Names.ActorGroup, "Start") && !Hosts.IsStart(method) && !Hosts.IsStop(method)
            && !IsWaitWithEnd(call)
            && LeftOut(call) is not null
            && (!IsStarterOfWork(method) || IsEndless(call, compilation));
    }

    /// <summary>The name of the argument that a token would be given as, where that stops the call: empty where it can simply come last; null if there is none.</summary>
    public static string? TokenParameter(IInvocationOperation call) => IsStarterOfWork(call.TargetMethod) ? null : LeftOut(call);

    private static string? LeftOut(IInvocationOperation call)
    {
        var given = call.Arguments.Where(each => each.ArgumentKind == ArgumentKind.Explicit && !IsReceiver(call, each)).ToArray();
        if (given.Any(each => each.Parameter?.Type.IsToken() == true) || call.Arguments.Any(each => each.ArgumentKind == ArgumentKind.ParamArray))
        {
            return null;
        }

        if (call.Arguments.FirstOrDefault(each => each.ArgumentKind == ArgumentKind.DefaultValue && each.Parameter?.Type.IsToken() == true) is { Parameter: { } left })
        {
            return left.Ordinal == given.Length + (IsExtension(call) ? 1 : 0) ? "" : left.Name;
        }

        return call.SemanticModel is { } model && Candidates(call, model).Any(candidate => IsSameWithToken(candidate, call, given)) ? "" : null;
    }

    /// <summary>What the call is made on, also where it is an extension.</summary>
    public static ITypeSymbol? Receiver(IInvocationOperation call) =>
        (call.Instance ?? (IsExtension(call) ? call.Arguments[0].Value : null))?.Unwrapped().Type;

    private static bool IsExtension(IInvocationOperation call) => call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0;

    private static bool IsReceiver(IInvocationOperation call, IArgumentOperation argument) => IsExtension(call) && argument.Parameter?.Ordinal == 0;

    private static IEnumerable<IMethodSymbol> Candidates(IInvocationOperation call, SemanticModel model)
    {
        var method = call.TargetMethod;
        var container = method.MethodKind == MethodKind.LocalFunction ? null : Receiver(call) ?? method.ContainingType;
        return container is null
            ? []
            : model.LookupSymbols(call.Syntax.SpanStart, container, method.Name, includeReducedExtensionMethods: true).OfType<IMethodSymbol>()
                .Where(each => each.IsStatic == (method.IsStatic && !IsExtension(call)));
    }

    private static bool IsSameWithToken(IMethodSymbol candidate, IInvocationOperation call, IArgumentOperation[] given)
    {
        var method = call.TargetMethod;
        if (candidate.IsGenericMethod && candidate.Arity == method.Arity && candidate.ReducedFrom is null)
        {
            candidate = candidate.ConstructedFrom.Construct([.. method.TypeArguments]);
        }

        var parameters = candidate.Parameters;
        return parameters.LastOrDefault()?.Type.IsToken() == true
            && SymbolEqualityComparer.Default.Equals(candidate.ReturnType, method.ReturnType)
            && parameters.Length == given.Length + 1
            && given.Zip(parameters, (argument, parameter) => argument.Parameter?.Ordinal - (IsExtension(call) ? 1 : 0) == parameter.Ordinal
                && SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, parameter.Type)).All(isSame => isSame);
    }

    /// <summary>A token given to <c>Task.Run</c> stops nothing that has begun, so what counts is the work itself.</summary>
    private static bool IsStarterOfWork(IMethodSymbol method) => method.Is(Names.Task, "Run") || (method.Name == "StartNew" && method.ContainingType.Is("System.Threading.Tasks.TaskFactory"));

    private static bool IsEndless(IInvocationOperation call, Compilation compilation) =>
        Function.Of(call.Arguments[0].Value, compilation) is { } work && work.NeverEnds() && work.HasEndlessLoop();

    /// <summary>Whether it waits for a time: <c>Task.Delay(20)</c>, <c>gate.Wait(20)</c>.</summary>
    private static bool IsWaitWithEnd(IInvocationOperation call) =>
        call.TargetMethod.ContainingNamespace.ToDisplayString() is "System.Threading" or "System.Threading.Tasks"
        && call.Arguments.Any(each => each.ArgumentKind == ArgumentKind.Explicit && Times.IsTime(each.Parameter?.Type) && !Times.IsInfinite(each.Value));
}
