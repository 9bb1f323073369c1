namespace OkRun.Async.Analyzers;

/// <summary>OKRUN007: the clause lets the actor's own cancellation through.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WhenNotCancelled() : Fix(SwallowsCancellation.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (diagnostic.Properties.TryGetValue("token", out var token) && root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is CatchClauseSyntax { Filter: null } clause)
        {
            var filter = CatchFilterClause(ParseExpression($"!{token}.IsCancellationRequested"));
            SyntaxNode mended = clause.Declaration is { } declaration
                ? clause.WithDeclaration(declaration.WithoutTrailingTrivia()).WithFilter(filter.WithLeadingTrivia(Space).WithTrailingTrivia(declaration.GetTrailingTrivia()))
                : clause.WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(Space)).WithFilter(filter.WithTrailingTrivia(clause.CatchKeyword.TrailingTrivia));
            yield return ("Let the cancellation through", clause, mended);
        }
    }
}
