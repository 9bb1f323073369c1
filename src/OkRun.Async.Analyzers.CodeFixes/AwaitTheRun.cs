namespace OkRun.Async.Analyzers;

/// <summary>OKRUN002: awaits the run, or keeps it until the end of the block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitTheRun() : Fix(Dropped.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (At<ExpressionSyntax>(root, diagnostic.Location) is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement } expression
            || Kept(expression, model) is not { } kept)
        {
            yield break;
        }

        var function = Functions.Around(statement);
        var mended = kept.WithTriviaFrom(statement);
        if (function is null || Functions.Awaits(function))
        {
            yield return ("Await the run", statement, mended);
        }
        else if (Functions.MayAwait(function, model))
        {
            var hasResult = Functions.Symbol(function, model)!.ReturnType is INamedTypeSymbol { IsGenericType: true };
            yield return ("Await the run", function, Functions.Awaiting(function.ReplaceNode(statement, mended), hasResult));
        }
    }

    private static StatementSyntax? Kept(ExpressionSyntax expression, SemanticModel model)
    {
        var value = expression.WithoutTrivia();
        return Called(expression) switch
        {
            "RunAsync" when expression is InvocationExpressionSyntax => ExpressionStatement(AwaitExpression(value)),
            "Start" => ParseStatement($"await using var {FreeName(expression, model)} = {value};"),
            _ => null,
        };
    }

    private static string? Called(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } => name.Identifier.ValueText,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name: var name } } => name.Identifier.ValueText,
        ConditionalAccessExpressionSyntax { WhenNotNull: var rest } => Called(rest),
        _ => null,
    };

    private static string FreeName(ExpressionSyntax expression, SemanticModel model) =>
        new[] { "run", "groupRun" }.FirstOrDefault(name => model.LookupSymbols(expression.SpanStart, name: name).IsEmpty) ?? "startedRun";
}
