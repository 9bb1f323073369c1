using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN005: an actor that blocks its thread, and is not made by <c>Actor.Blocking</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlocksThePool() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN005";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "This actor blocks a thread of the pool",
        "This call blocks a thread of the pool. Await instead, or use Actor.Blocking, which has its own thread.",
        Categories.Starting,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        if (actor.IsBlocking || actor.Function is not { } function)
        {
            return;
        }

        Look(function);
        if (function.Followed is { } followed)
        {
            Look(followed);
        }

        void Look(Function each)
        {
            var first = each.Body.OwnCode().Where(BlockingCalls.Blocks).OrderBy(call => call.Syntax.SpanStart).FirstOrDefault();
            if (first is not null && !each.IsErroneous)
            {
                report(first.Syntax.GetLocation(), more: [actor.Operation.Syntax.GetLocation(), each.Syntax.GetLocation()]);
            }
        }
    }
}
