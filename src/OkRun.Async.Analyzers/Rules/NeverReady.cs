using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN006: an actor that is given <c>ready</c> and never calls it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeverReady() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN006";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "This actor never becomes ready",
        "This actor never calls '{0}', so actors that come after it never start",
        Categories.Starting,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        if (!actor.TakesReady || actor.Function is not { Ready: { } ready } function)
        {
            return;
        }

        var handedOn = function.HandedOn(ready);
        var followed = function.Followed;
        if (IsUsed(function, ready, handedOn) || (handedOn is not null && IsUsed(followed!, handedOn, null))
            || actor.IsOneShot || OnlyFails(function) || (followed is not null && OnlyFails(followed))
            || function.IsErroneous || followed?.IsErroneous == true)
        {
            return;
        }

        report(actor.Execute.Place(), arguments: [ready.Name]);
    }

    /// <summary>A parameter that is called <c>_</c> is thrown away on purpose.</summary>
    private static bool IsUsed(Function function, IParameterSymbol ready, IParameterSymbol? handedOn) =>
        ready.Name.Trim('_').Length == 0 || (function.References(ready).Count > 0 && handedOn is null);

    private static bool OnlyFails(Function function) => function.NeverEnds() && !function.HasEndlessLoop();
}
