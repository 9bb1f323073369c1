using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN003: an actor that starts something and returns, which stops the group.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndsAtOnce() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN003";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "This actor ends at once, and stops the group",
        "This actor starts something and returns. The end of an actor stops its group unless the actor is one-shot.",
        Categories.Starting,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        if (actor.IsBlocking)
        {
            return;
        }

        if (actor.Execute.Value.Unwrapped() is IMethodReferenceOperation { Method: var method } group && Hosts.IsStart(method))
        {
            if (!actor.IsOneShot)
            {
                report(actor.Execute.Place(), more: group.Instance?.Type.IsKindOf(Hosts.Host) == true ? [group.Syntax.GetLocation()] : []);
            }

            return;
        }

        if (actor.Function is not { } function)
        {
            return;
        }

        var ready = actor.TakesReady ? function.Ready : null;
        var start = HostStart(function, ready);
        var followed = function.Followed;
        var isFound = start is not null
            || Starters.OnlyStarts(function, ready)
            || (followed is not null && (HostStart(followed, function.HandedOn(ready)) is not null
                || (IsOnlyItsTail(function) && Starters.OnlyStarts(followed, function.HandedOn(ready)))));
        if (isFound && !actor.IsOneShot && !function.IsErroneous && followed?.IsErroneous != true)
        {
            report(actor.Execute.Place(), more: start is not null && start == function.Tail && TokenCalls.Receiver(start).IsKindOf(Hosts.Host) ? [start.Syntax.GetLocation()] : []);
        }
    }

    /// <summary>The <c>StartAsync</c> of a host or a hosted service that is the last thing the function does but for <c>ready()</c>.</summary>
    private static IInvocationOperation? HostStart(Function function, IParameterSymbol? ready)
    {
        var last = function.Statements().LastOrDefault(statement => !IsReady(statement, ready));
        return function.TailOf(last) is { } tail && Hosts.IsStart(tail.TargetMethod) ? tail : null;
    }

    private static bool IsReady(IOperation statement, IParameterSymbol? ready) =>
        statement is IExpressionStatementOperation { Operation: IInvocationOperation call } && Starters.IsReady(call, ready);

    private static bool IsOnlyItsTail(Function function) => function.Statements().Count() == 1;
}
