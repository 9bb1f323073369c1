using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN007: an endless loop that catches the exception it should end by.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowsCancellation() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN007";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "The actor swallows its own cancellation and spins",
        "This clause also catches the cancellation of '{0}', so the loop continues without a pause when the actor is told to stop",
        Categories.Stopping,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        if (actor.Function is not { } function)
        {
            return;
        }

        Look(function, function.Token);
        if (function.HandedOn(function.Token) is { } handedOn)
        {
            Look(function.Followed!, handedOn);
        }

        void Look(Function each, IParameterSymbol? token)
        {
            if (token is null)
            {
                return;
            }

            foreach (var attempt in each.Body.OwnCode().OfType<ITryOperation>())
            {
                if (EndlessLoops.Around(attempt) is { } loop && Clauses.Swallowing(attempt) is { } clause
                    && IsTriedWith(each, token, attempt, loop) && !each.IsErroneous)
                {
                    report(((CatchClauseSyntax)clause.Syntax).CatchKeyword.GetLocation(), [token.Name], ImmutableDictionary<string, string?>.Empty.Add("token", token.Name));
                }
            }
        }
    }

    /// <summary>Whether all that the loop does with the token is to pass it on where the clause catches what comes of that.</summary>
    private static bool IsTriedWith(Function function, IParameterSymbol token, ITryOperation attempt, ILoopOperation loop)
    {
        var references = function.References(token).Where(each => loop.Syntax.Span.Contains(each.Span)).ToArray();
        return references.Length > 0 && references.All(each =>
            each.Parent is ArgumentSyntax && attempt.Body.Syntax.Span.Contains(each.Span) && !Clauses.IsCaughtBefore(each, attempt, function.Model));
    }
}
