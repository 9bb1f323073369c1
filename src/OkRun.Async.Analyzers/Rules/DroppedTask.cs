using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN011: a hook that starts something asynchronous and does not hand its task to the run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedTask() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN011";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "A hook drops its task",
        "The hook drops this task, so the run does not wait for it and does not see its failure",
        Categories.Stopping,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        foreach (var value in actor.Hooks)
        {
            if (Function.Of(value, actor.Compilation) is not { Symbol.IsAsync: false } hook)
            {
                continue;
            }

            foreach (var statement in hook.Body.OwnCode().OfType<IExpressionStatementOperation>())
            {
                var call = statement.Operation.Unwrapped();
                if (call.Type.IsTask() && (call is IConditionalAccessOperation access ? access.WhenNotNull.Unwrapped() : call) is IInvocationOperation && !hook.IsErroneous)
                {
                    report(call.Syntax.GetLocation(), more: [value.Syntax.GetLocation()]);
                }
            }
        }
    }
}
