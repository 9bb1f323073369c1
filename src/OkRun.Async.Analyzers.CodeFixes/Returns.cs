namespace OkRun.Async.Analyzers;

/// <summary>The body of a function that returns tasks, as that of an async one.</summary>
internal sealed class Returns(BlockSyntax block, bool hasResult) : CSharpSyntaxRewriter
{
    private readonly StatementSyntax? _last = block.Statements.LastOrDefault();

    public BlockSyntax Rewritten => (BlockSyntax)Visit(block);

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is not { } value)
        {
            return node;
        }

        if (hasResult)
        {
            return node.WithExpression(value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name }, ArgumentList.Arguments: { Count: 1 } arguments } && name.Identifier.ValueText == "FromResult"
                ? arguments[0].Expression
                : AwaitExpression(value.WithoutTrivia()).WithLeadingTrivia(Space));
        }

        var isLast = node == _last;
        if (Functions.IsCompletedTask(value) || value.IsKind(SyntaxKind.DefaultLiteralExpression))
        {
            return isLast ? null : ReturnStatement().WithTriviaFrom(node);
        }

        var awaited = ExpressionStatement(AwaitExpression(value.WithoutTrivia()));
        return isLast ? awaited.WithTriviaFrom(node) : Block(awaited, ReturnStatement()).WithTriviaFrom(node);
    }

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;
}
