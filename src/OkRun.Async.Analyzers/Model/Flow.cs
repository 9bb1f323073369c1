namespace OkRun.Async.Analyzers.Model;

/// <summary>How control leaves a function, if it does.</summary>
internal static class Flow
{
    /// <summary>Whether a function can neither return nor fall off its end.</summary>
    public static bool NeverEnds(this Function function)
    {
        // From the first statement to the last: of the block of a lambda as a whole, the analysis says that its end is never reached.
        if (function.BodySyntax is not BlockSyntax { Statements: { Count: > 0 } statements })
        {
            return function.BodySyntax is ThrowExpressionSyntax;
        }

        var flow = function.Model.AnalyzeControlFlow(statements.First(), statements.Last());
        return flow is { Succeeded: true, EndPointIsReachable: false }
            && !flow.ReturnStatements.Any(statement => function.Model.AnalyzeControlFlow(statement) is not { Succeeded: true, StartPointIsReachable: false });
    }

    /// <summary>Whether a loop of the function itself goes on forever: what follows it is never reached, and it does come round.</summary>
    public static bool HasEndlessLoop(this Function function) => function.BodySyntax is { } body
        && body.DescendantNodes(node => !IsFunction(node)).OfType<StatementSyntax>().Any(statement => IsEndless(function.Model, statement));

    public static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    private static bool IsEndless(SemanticModel model, StatementSyntax statement)
    {
        var body = statement switch
        {
            WhileStatementSyntax loop => loop.Statement,
            DoStatementSyntax loop => loop.Statement,
            ForStatementSyntax loop => loop.Statement,
            _ => null,
        };
        if (body is null || model.AnalyzeControlFlow(statement) is not { Succeeded: true, StartPointIsReachable: true, EndPointIsReachable: false, ExitPoints.IsEmpty: true })
        {
            return false;
        }

        return model.AnalyzeControlFlow(body) is { Succeeded: true } round && (round.EndPointIsReachable || round.ExitPoints.Any(SyntaxKind.ContinueStatement));
    }

    private static bool Any(this ImmutableArray<SyntaxNode> nodes, SyntaxKind kind) => nodes.Any(node => node.IsKind(kind));
}
