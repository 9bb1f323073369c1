namespace OkRun.Async.Analyzers;

/// <summary>OKRUN008: gives shut-down work the hook's deadline, or no token.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class GiveAnotherToken() : Fix(CancelledToken.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (diagnostic.Properties.TryGetValue("instead", out var instead) && At<ExpressionSyntax>(root, diagnostic.Location) is { } argument)
        {
            yield return ($"Give {instead}", argument, ParseExpression(instead!).WithTriviaFrom(argument));
        }
    }
}
