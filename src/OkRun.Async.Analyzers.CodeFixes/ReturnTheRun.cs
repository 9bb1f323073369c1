namespace OkRun.Async.Analyzers;

/// <summary>OKRUN012: returns the task of the inner group instead of awaiting it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnTheRun() : Fix(FirstExceptionOnly.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        var place = diagnostic.AdditionalLocations[0];
        if (place.SourceTree != root.SyntaxTree
            || root.FindNode(place.SourceSpan, getInnermostNodeForTie: true).AncestorsAndSelf().FirstOrDefault(node => node.Span == place.SourceSpan && node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax) is not { } function
            || function.DescendantNodes().OfType<AwaitExpressionSyntax>().FirstOrDefault() is not { } awaited)
        {
            yield break;
        }

        var task = WithoutConfigureAwait(awaited.Expression);
        var mended = function switch
        {
            LambdaExpressionSyntax lambda => lambda.WithBody(task.WithoutTrivia()),
            AnonymousMethodExpressionSyntax method => method.ReplaceNode(awaited.Parent!, Returned(task, awaited.Parent!)),
            _ when awaited.Parent is ExpressionStatementSyntax statement => function.ReplaceNode(statement, Returned(task, statement)),
            _ => function.ReplaceNode(awaited, task.WithTriviaFrom(awaited)),
        };
        var keyword = mended.ChildTokens().First(token => token.IsKind(SyntaxKind.AsyncKeyword));
        yield return ("Return the task of the group", function, mended.ReplaceToken(keyword, default(SyntaxToken)).WithTriviaFrom(function));
    }

    private static ReturnStatementSyntax Returned(ExpressionSyntax task, SyntaxNode statement) => ReturnStatement(task.WithoutTrivia().WithLeadingTrivia(Space)).WithTriviaFrom(statement);

    private static ExpressionSyntax WithoutConfigureAwait(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } } ? inner : expression;
}
