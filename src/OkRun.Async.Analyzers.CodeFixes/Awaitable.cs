namespace OkRun.Async.Analyzers;

/// <summary>What to await in the place of a call that blocks.</summary>
internal static class Awaitable
{
    public static ExpressionSyntax? Instead(ExpressionSyntax call, string? token, SemanticModel model)
    {
        var awaited = Task(call) ?? Counterpart(call, token, model);
        if (awaited is null)
        {
            return null;
        }

        var expression = AwaitExpression(awaited.WithoutTrivia());
        return call.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax ? ParenthesizedExpression(expression) : expression;
    }

    /// <summary>The task that <c>.Result</c>, <c>.Wait()</c> or <c>GetAwaiter().GetResult()</c> blocks on.</summary>
    private static ExpressionSyntax? Task(ExpressionSyntax call) => call switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result", Expression: InvocationExpressionSyntax task } => task,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: InvocationExpressionSyntax task } } => task,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult", Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Expression: var task } } } } => task,
        _ => null,
    };

    /// <summary>The method of the same type with the same parameters and a token, under its asynchronous name.</summary>
    private static ExpressionSyntax? Counterpart(ExpressionSyntax call, string? token, SemanticModel model)
    {
        if (call is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList: var arguments } || token is null || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        if (method is { Name: "Sleep", ContainingType.Name: "Thread" })
        {
            return ParseExpression($"Task.Delay({arguments.Arguments[0]}, {token})");
        }

        var given = arguments.Arguments.Count > 0 && model.GetTypeInfo(arguments.Arguments.Last().Expression).Type?.Name == "CancellationToken"
            ? arguments
            : arguments.AddArguments(Argument(IdentifierName(token)));
        var name = method.Name == "Wait" && method.ContainingType.Name != "SemaphoreSlim" ? null : $"{method.Name}Async";
        var receiver = model.GetTypeInfo(access.Expression).Type;
        return name is not null && receiver is not null
            && model.LookupSymbols(call.SpanStart, receiver, name, includeReducedExtensionMethods: true).OfType<IMethodSymbol>().Any(each => Takes(each, given, model))
            ? call.ReplaceNode(access, access.WithName(IdentifierName(name))) is InvocationExpressionSyntax renamed ? renamed.WithArgumentList(given) : null
            : null;
    }

    private static bool Takes(IMethodSymbol method, ArgumentListSyntax given, SemanticModel model) =>
        method.Parameters.Length == given.Arguments.Count && method.Parameters.Last().Type.Name == "CancellationToken"
        && given.Arguments.Take(given.Arguments.Count - 1).Zip(method.Parameters, (argument, parameter) =>
            SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(argument.Expression).ConvertedType, parameter.Type)).All(isSame => isSame);
}
