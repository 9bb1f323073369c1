namespace OkRun.Async.Analyzers;

/// <summary>An actor whose function never awaits, as one with a thread of its own.</summary>
internal static class OwnThread
{
    /// <summary>The place of the actor, and <c>Actor.Blocking</c> for it; nulls where that would not be the same.</summary>
    public static (SyntaxNode? Old, SyntaxNode? Mended) For(SyntaxNode function, Microsoft.CodeAnalysis.Text.TextSpan actor, SemanticModel model)
    {
        if (function is not AnonymousFunctionExpressionSyntax { Block: { } block } lambda || Functions.Awaits(lambda)
            || Functions.Symbol(lambda, model) is not { Parameters.Length: 1 }
            || !Functions.ReturnsOf(block).All(each => Functions.IsCompletedTask(each.Expression)))
        {
            return default;
        }

        var own = lambda.WithBody(new Returns(block, hasResult: false).Rewritten);
        var place = function.Ancestors().FirstOrDefault(node => node.Span == actor);
        return place switch
        {
            BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: { } arguments } creation => (creation, Blocking(arguments.ReplaceNode(lambda, own)).WithTriviaFrom(creation)),
            InvocationExpressionSyntax { ArgumentList: var arguments } call when IsNamed(arguments, model) =>
                (call, call.WithArgumentList(ArgumentList(SingletonSeparatedList(Argument(Blocking(arguments.ReplaceNode(lambda, own))))))),
            InitializerExpressionSyntax { Expressions: { Count: 2 or 3 } parts } element when IsText(parts[0], model) && (parts.Count == 2 || IsAction(parts[2], model)) =>
                (element, Blocking(ArgumentList(SeparatedList(parts.Select(part => Argument(part == lambda ? own : part).WithoutTrivia())))).WithTriviaFrom(element)),
            _ => default,
        };
    }

    private static InvocationExpressionSyntax Blocking(ArgumentListSyntax arguments) => InvocationExpression(ParseExpression("Actor.Blocking"), arguments.WithoutTrivia());

    private static bool IsNamed(ArgumentListSyntax arguments, SemanticModel model) =>
        arguments.Arguments.Count is 2 or 3 && arguments.Arguments.All(each => each.NameColon is null)
        && IsText(arguments.Arguments[0].Expression, model)
        && (arguments.Arguments.Count == 2 || IsAction(arguments.Arguments[2].Expression, model));

    private static bool IsText(ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_String;

    private static bool IsAction(ExpressionSyntax hook, SemanticModel model) => model.GetTypeInfo(hook).ConvertedType?.Name == "Action";
}
