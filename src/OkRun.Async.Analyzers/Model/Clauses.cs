namespace OkRun.Async.Analyzers.Model;

/// <summary>What the clauses of a <c>try</c> do with a cancellation.</summary>
internal static class Clauses
{
    private const string Cancelled = "System.OperationCanceledException";
    private const string TaskCancelled = "System.Threading.Tasks.TaskCanceledException";

    /// <summary>The clause that takes every cancellation, and lets the loop around it go on.</summary>
    public static ICatchClauseOperation? Swallowing(ITryOperation attempt)
    {
        foreach (var clause in attempt.Catches)
        {
            if (TakesAll(clause.ExceptionType))
            {
                return clause.Filter is null && !Leaves(clause) && clause.Syntax is CatchClauseSyntax && !clause.ExceptionType.Is("System.SystemException") ? clause : null;
            }

            if (clause.ExceptionType.Is(TaskCancelled) && (clause.Filter is not null || Leaves(clause)))
            {
                return null; // most cancellations are of this kind
            }
        }

        return null;
    }

    /// <summary>Whether another <c>try</c>, inside this one, may take the cancellation first.</summary>
    public static bool IsCaughtBefore(SyntaxNode argument, ITryOperation attempt, SemanticModel model) =>
        argument.Ancestors().TakeWhile(each => each != attempt.Syntax).OfType<TryStatementSyntax>()
            .Where(inner => inner.Block.Span.Contains(argument.Span))
            .Any(inner => model.GetOperation(inner) is not ITryOperation { Catches: var catches } || catches.Any(clause => TakesAll(clause.ExceptionType) || clause.ExceptionType.Is(TaskCancelled)));

    private static bool TakesAll(ITypeSymbol? type) => type is null or { SpecialType: SpecialType.System_Object } || type.IsAny("System.Exception", "System.SystemException", Cancelled);

    /// <summary>Whether a clause may leave the loop, or end the process.</summary>
    private static bool Leaves(ICatchClauseOperation clause) => clause.Syntax.DescendantNodes(node => !Flow.IsFunction(node)).Any(node => node.Kind() is
            SyntaxKind.ThrowStatement or SyntaxKind.ThrowExpression or SyntaxKind.ReturnStatement or SyntaxKind.BreakStatement or SyntaxKind.YieldBreakStatement
            or SyntaxKind.GotoStatement or SyntaxKind.GotoCaseStatement or SyntaxKind.GotoDefaultStatement)
        || clause.Handler.OwnCode().OfType<IInvocationOperation>().Any(call =>
            (call.TargetMethod.Name is "Exit" or "FailFast" && call.TargetMethod.ContainingType.Is("System.Environment"))
            || call.TargetMethod.GetAttributes().Any(attribute => attribute.AttributeClass.Is("System.Diagnostics.CodeAnalysis.DoesNotReturnAttribute"))
            || call.TargetMethod.Is("System.Runtime.ExceptionServices.ExceptionDispatchInfo", "Throw"));
}
