namespace OkRun.Async.Analyzers;

/// <summary>OKRUN011: the hook returns its task, or awaits it where more comes after.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HandOverTheTask() : Fix(DroppedTask.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (At<InvocationExpressionSyntax>(root, diagnostic.Location) is not { Parent: ExpressionStatementSyntax statement } call
            || Functions.Around(call) is not AnonymousFunctionExpressionSyntax { Block: { } block } hook || !MayReturnATask(hook, model))
        {
            yield break;
        }

        var rest = block.Statements.Skip(block.Statements.IndexOf(statement) + 1).ToArray();
        var isLast = statement.Parent == block && (rest.Length == 0 || (rest.Length == 1 && rest[0] is ReturnStatementSyntax { Expression: var value } && Functions.IsCompletedTask(value)));
        var returns = Functions.ReturnsOf(block).Count();
        if (isLast && returns == rest.Length)
        {
            var task = AsTask(call, model);
            SyntaxNode mended = block.Statements.Count == rest.Length + 1 && hook is LambdaExpressionSyntax lambda
                ? lambda.WithBody(task.WithoutTrivia())
                : hook.WithBody(block.WithStatements(List(block.Statements.Take(block.Statements.IndexOf(statement))
                    .Append(ReturnStatement(task.WithoutTrivia().WithLeadingTrivia(Space)).WithTriviaFrom(statement)))));
            yield return ("Return the task", hook, mended);
        }
        else
        {
            var awaited = hook.ReplaceNode(statement, ExpressionStatement(AwaitExpression(call.WithoutTrivia())).WithTriviaFrom(statement));
            yield return ("Await the task", hook, Functions.Awaiting(awaited, hasResult: false));
        }
    }

    /// <summary>Of <c>Add</c> there is an overload for it, and <c>Interrupt</c> returns one anyway; other hooks are plain actions.</summary>
    private static bool MayReturnATask(AnonymousFunctionExpressionSyntax hook, SemanticModel model)
    {
        if (Functions.Symbol(hook, model) is { ReturnsVoid: false })
        {
            return true;
        }

        var holder = hook.Parent is ArgumentSyntax argument ? argument.Parent?.Parent : hook.Parent;
        var method = holder switch
        {
            InvocationExpressionSyntax => model.GetSymbolInfo(holder).Symbol,
            InitializerExpressionSyntax initializer => model.GetCollectionInitializerSymbolInfo(initializer).Symbol,
            _ => null,
        };
        return method is IMethodSymbol { Name: "Add", ContainingType.Name: "ActorGroup" };
    }

    private static ExpressionSyntax AsTask(InvocationExpressionSyntax call, SemanticModel model) => model.GetTypeInfo(call).Type?.Name == "ValueTask"
        ? InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, call.WithoutTrivia(), IdentifierName("AsTask")))
        : call;
}
