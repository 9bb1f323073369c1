namespace OkRun.Async.Analyzers;

/// <summary>OKRUN005: gives the actor a thread of its own, or awaits instead.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DoNotBlock() : Fix(BlocksThePool.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (At<ExpressionSyntax>(root, diagnostic.Location) is not { } call || Functions.Around(call) is not { } function || function.Span != diagnostic.AdditionalLocations[1].SourceSpan)
        {
            yield break;
        }

        if (OwnThread.For(function, diagnostic.AdditionalLocations[0].SourceSpan, model) is ({ } actor, { } blocking))
        {
            yield return ("Give the actor a thread of its own", actor, blocking);
        }

        if (Awaitable.Instead(call, TokenOf(function, model), model) is { } awaited)
        {
            if (Functions.Awaits(function))
            {
                yield return ("Await instead", call, awaited.WithTriviaFrom(call));
            }
            else if (Functions.MayAwait(function, model))
            {
                var hasResult = Functions.Symbol(function, model)!.ReturnType is INamedTypeSymbol { IsGenericType: true };
                yield return ("Await instead", function, Functions.Awaiting(function.ReplaceNode(call, awaited.WithTriviaFrom(call)), hasResult));
            }
        }
    }

    private static string? TokenOf(SyntaxNode function, SemanticModel model) =>
        Functions.Symbol(function, model)?.Parameters.LastOrDefault() is { Type.Name: "CancellationToken" } token && token.Name.Trim('_').Length > 0 ? token.Name : null;
}
