namespace OkRun.Async.Analyzers;

/// <summary>OKRUN001: passes the token on to the call that waits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PassTheToken() : Fix(CannotBeStopped.Id)
{
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (!diagnostic.Properties.TryGetValue("token", out var token) || !diagnostic.Properties.TryGetValue("argument", out var argument)
            || At<InvocationExpressionSyntax>(root, diagnostic.AdditionalLocations[0]) is not { } call
            || Functions.Around(call) is not { } function || function.Span != diagnostic.AdditionalLocations[1].SourceSpan)
        {
            yield break;
        }

        var isThrownAway = token!.Trim('_').Length == 0;
        var name = isThrownAway ? FreeName(call, model) : token;
        var given = Argument(string.IsNullOrEmpty(argument) ? null : NameColon(argument!).WithTrailingTrivia(Space), default, IdentifierName(name));
        var passed = call.WithArgumentList(call.ArgumentList.AddArguments(given));
        var mended = function.ReplaceNode(call, passed);
        yield return ("Pass the token on", function, isThrownAway ? Renamed(mended, name) : mended);
    }

    private static string FreeName(InvocationExpressionSyntax call, SemanticModel model) =>
        new[] { "ct", "token", "cancellationToken" }.FirstOrDefault(name => model.LookupSymbols(call.SpanStart, name: name).IsEmpty) ?? "stopped";

    /// <summary>The last parameter is the token.</summary>
    private static SyntaxNode Renamed(SyntaxNode function, string name)
    {
        var parameter = function switch
        {
            SimpleLambdaExpressionSyntax lambda => lambda.Parameter,
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters.Last(),
            AnonymousMethodExpressionSyntax { ParameterList: { } list } => list.Parameters.Last(),
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters.Last(),
            MethodDeclarationSyntax method => method.ParameterList.Parameters.Last(),
            _ => null,
        };
        return parameter is null ? function : function.ReplaceNode(parameter, parameter.WithIdentifier(Identifier(name).WithTriviaFrom(parameter.Identifier)));
    }
}
