using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN002: a run that nothing reads, or an actor that is in no group.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class Dropped() : Rule(_descriptor)
{
    public const string Id = "OKRUN002";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "A run, or an actor, is dropped",
        "The result is dropped: {0}",
        Categories.Starting,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.ExpressionStatement);

    private static void Check(OperationAnalysisContext context)
    {
        var expression = ((IExpressionStatementOperation)context.Operation).Operation.Unwrapped();
        var value = expression is IConditionalAccessOperation access ? access.WhenNotNull.Unwrapped() : expression;
        var loss = value switch
        {
            IInvocationOperation { TargetMethod: var method } when method.Is(Names.ActorGroup, "Start") => "nothing waits for the run or sees its failures",
            IInvocationOperation { TargetMethod: var method } when method.Is(Names.ActorGroup, "RunAsync") && !IsInAsyncFunction(context) => "nothing waits for the run or sees its failures",
            IInvocationOperation { TargetMethod: { IsStatic: true, ReturnType: var made } method } when method.ContainingType.Is(Names.Actor) && made.Is(Names.Actor) => "the actor is in no group",
            IObjectCreationOperation { Type: var made } when made.Is(Names.Actor) => "the actor is in no group",
            _ => null,
        };
        if (loss is not null && !expression.IsErroneous())
        {
            context.ReportDiagnostic(Diagnostic.Create(_descriptor, expression.Syntax.GetLocation(), loss));
        }
    }

    /// <summary>There the compiler warns of it (CS4014).</summary>
    private static bool IsInAsyncFunction(OperationAnalysisContext context) =>
        context.Operation.SemanticModel?.GetEnclosingSymbol(context.Operation.Syntax.SpanStart, context.CancellationToken) is IMethodSymbol { IsAsync: true };
}
