namespace OkRun.Async.Analyzers;

/// <summary>Functions as syntax: which one is around a node, and how it becomes async.</summary>
internal static class Functions
{
    private static readonly SyntaxToken _async = Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space);

    /// <summary>The lambda, local function, method or accessor around a node; null at the top of a program.</summary>
    public static SyntaxNode? Around(SyntaxNode node) => node.Ancestors().FirstOrDefault(each =>
        each is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax or FieldDeclarationSyntax);

    public static IMethodSymbol? Symbol(SyntaxNode function, SemanticModel model) =>
        (function is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(function).Symbol : model.GetDeclaredSymbol(function)) as IMethodSymbol;

    public static bool Awaits(SyntaxNode function) => Modifiers(function).Any(SyntaxKind.AsyncKeyword);

    /// <summary>Whether a function that is not async may become so: it returns a task, from a block.</summary>
    public static bool MayAwait(SyntaxNode function, SemanticModel model) => function is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax
        && Block(function) is not null && Symbol(function, model) is { ReturnType: INamedTypeSymbol { Name: "Task" or "ValueTask" } returned, RefKind: RefKind.None }
        && returned.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";

    /// <summary>The same function, async: what it returned it awaits.</summary>
    public static SyntaxNode Awaiting(SyntaxNode function, bool hasResult)
    {
        var returns = new Returns(Block(function)!, hasResult);
        return function switch
        {
            ParenthesizedLambdaExpressionSyntax lambda => Lead(lambda.WithBlock(returns.Rewritten), lambda, (node, token) => node.AddModifiers(token)),
            SimpleLambdaExpressionSyntax lambda => Lead(lambda.WithBlock(returns.Rewritten), lambda, (node, token) => node.AddModifiers(token)),
            AnonymousMethodExpressionSyntax method => Lead(method.WithBlock(returns.Rewritten), method, (node, token) => node.WithModifiers(node.Modifiers.Add(token))),
            LocalFunctionStatementSyntax local => local.WithBody(returns.Rewritten).Modifiers is { Count: > 0 }
                ? local.WithBody(returns.Rewritten).AddModifiers(_async)
                : Lead(local.WithBody(returns.Rewritten), local, (node, token) => node.AddModifiers(token)),
            MethodDeclarationSyntax method => method.Modifiers.Count > 0
                ? method.WithBody(returns.Rewritten).AddModifiers(_async)
                : Lead(method.WithBody(returns.Rewritten), method, (node, token) => node.AddModifiers(token)),
            _ => function,
        };
    }

    public static BlockSyntax? Block(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        LocalFunctionStatementSyntax local => local.Body,
        MethodDeclarationSyntax method => method.Body,
        _ => null,
    };

    public static bool IsCompletedTask(ExpressionSyntax? value) => value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" };

    /// <summary>The return statements of a block, without those of nested functions.</summary>
    public static IEnumerable<ReturnStatementSyntax> ReturnsOf(SyntaxNode block) =>
        block.DescendantNodes(node => node == block || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>();

    private static SyntaxNode Lead<T>(T changed, SyntaxNode function, Func<T, SyntaxToken, T> add)
        where T : SyntaxNode =>
        add(changed.WithoutLeadingTrivia(), _async).WithLeadingTrivia(function.GetLeadingTrivia());

    private static SyntaxTokenList Modifiers(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers,
        LocalFunctionStatementSyntax local => local.Modifiers,
        MethodDeclarationSyntax method => method.Modifiers,
        _ => default,
    };
}
