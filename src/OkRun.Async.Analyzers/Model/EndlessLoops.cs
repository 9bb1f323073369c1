namespace OkRun.Async.Analyzers.Model;

/// <summary>Loops that are endless by their text.</summary>
internal static class EndlessLoops
{
    /// <summary>The innermost loop around an operation, if it is one of these.</summary>
    public static ILoopOperation? Around(IOperation operation)
    {
        for (var each = operation.Parent; each is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); each = each.Parent)
        {
            if (each is ILoopOperation loop)
            {
                return IsEndless(loop.Syntax) ? loop : null;
            }
        }

        return null;
    }

    private static bool IsEndless(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax { Condition: var condition } => IsTrue(condition),
        DoStatementSyntax { Condition: var condition } => IsTrue(condition),
        ForStatementSyntax { Condition: null } => true,
        _ => false,
    };

    private static bool IsTrue(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => IsTrue(inner),
        _ => condition.IsKind(SyntaxKind.TrueLiteralExpression),
    };
}
