namespace OkRun.Async.Analyzers;

/// <summary>OKRUN003: runs the host, or says that the actor is one-shot.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class GoOn() : Fix(EndsAtOnce.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (diagnostic.AdditionalLocations.Count > 0)
        {
            if (Run(root, diagnostic.AdditionalLocations[0]) is ({ } old, { } mended))
            {
                yield return ("Run the host until it is told to stop", old, mended);
            }
        }
        else if (At<ExpressionSyntax>(root, diagnostic.Location)?.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: BaseObjectCreationExpressionSyntax creation })
        {
            yield return ("Make the actor one-shot", creation, OneShot(creation));
        }
    }

    private static (SyntaxNode? Old, SyntaxNode? Mended) Run(SyntaxNode root, Location place)
    {
        var run = IdentifierName("RunAsync");
        return At<ExpressionSyntax>(root, place) switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call => (call, call.WithExpression(access.WithName(run))),
            MemberAccessExpressionSyntax group => (group, ParseExpression($"ct => {group.WithName(run).WithoutTrivia()}(ct)").WithTriviaFrom(group)),
            _ => (null, null),
        };
    }

    private static BaseObjectCreationExpressionSyntax OneShot(BaseObjectCreationExpressionSyntax creation)
    {
        var setting = AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName("OneShot"), LiteralExpression(SyntaxKind.TrueLiteralExpression));
        if (creation.Initializer is not { } initializer)
        {
            return creation.WithInitializer(InitializerExpression(SyntaxKind.ObjectInitializerExpression, SingletonSeparatedList<ExpressionSyntax>(setting)));
        }

        var earlier = initializer.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(each => each.Left is IdentifierNameSyntax { Identifier.ValueText: "OneShot" });
        return creation.WithInitializer(earlier is null ? initializer.AddExpressions(setting) : initializer.ReplaceNode(earlier, setting.WithTriviaFrom(earlier)));
    }
}
