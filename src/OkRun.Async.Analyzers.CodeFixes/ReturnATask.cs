namespace OkRun.Async.Analyzers;

/// <summary>OKRUN004: lets a hook return its task, and makes an actor that awaits a plain one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnATask() : Fix(AsyncVoid.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (At<ExpressionSyntax>(root, diagnostic.Location) is not { } function)
        {
            yield break;
        }

        if (function is AnonymousFunctionExpressionSyntax)
        {
            if (function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 2, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Blocking" } access } call } argument
                && argument.NameColon is null or { Name.Identifier.ValueText: "execute" })
            {
                yield return ("Make an actor that awaits", call, ObjectCreationExpression(access.Expression.WithoutTrivia().WithLeadingTrivia(Space) as TypeSyntax ?? ParseTypeName(access.Expression.ToString()), call.ArgumentList, null).WithTriviaFrom(call));
            }
        }
        else if (IsHookOfAdd(function, model) && model.GetSymbolInfo(function).Symbol?.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && declared.SyntaxTree == root.SyntaxTree)
        {
            var type = ParseTypeName("Task");
            switch (root.FindNode(declared.Span, getInnermostNodeForTie: true))
            {
                case MethodDeclarationSyntax method:
                    yield return ("Return the task", method, method.WithReturnType(type.WithTriviaFrom(method.ReturnType)));
                    break;
                case LocalFunctionStatementSyntax local:
                    yield return ("Return the task", local, local.WithReturnType(type.WithTriviaFrom(local.ReturnType)));
                    break;
            }
        }
    }

    private static bool IsHookOfAdd(ExpressionSyntax function, SemanticModel model)
    {
        var call = function.AncestorsAndSelf().FirstOrDefault(node => node is InvocationExpressionSyntax or InitializerExpressionSyntax);
        var method = call switch
        {
            InvocationExpressionSyntax => model.GetSymbolInfo(call).Symbol,
            InitializerExpressionSyntax => model.GetCollectionInitializerSymbolInfo((ExpressionSyntax)call).Symbol,
            _ => null,
        };
        return method is IMethodSymbol { Name: "Add", ContainingType.Name: "ActorGroup" };
    }
}
