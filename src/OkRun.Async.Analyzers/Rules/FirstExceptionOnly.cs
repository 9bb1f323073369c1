using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN012: an inner group that is awaited, where its task could be returned.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FirstExceptionOnly() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN012";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "Of an inner group's exceptions only the first comes out",
        "An await throws only the first exception of the inner group. Return its task, and all of them reach the outer run.",
        Categories.Outcome,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        if (!actor.IsBlocking
            && actor.Function is { Symbol.IsAsync: true } function
            && function.Statements().ToArray() is { Length: 1 } statements
            && statements[0] is IExpressionStatementOperation { Operation: var whole } && whole.Unwrapped() is IAwaitOperation
            && whole.WithoutAwait() is IInvocationOperation call && call.TargetMethod.Is(Names.ActorGroup, "RunAsync")
            && !function.IsErroneous)
        {
            report(actor.Execute.Place(), more: [function.Syntax.GetLocation()]);
        }
    }
}
