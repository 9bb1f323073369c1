using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers;

/// <summary>A rule about actors: it looks at each place where one is made of a function.</summary>
public abstract class ActorRule(DiagnosticDescriptor descriptor) : Rule(descriptor)
{
    protected sealed override void Register(CompilationStartAnalysisContext context)
    {
        var reports = new Reports(Descriptor);
        context.RegisterOperationAction(
            operation =>
            {
                if (ActorSite.Of(operation.Operation, operation.Compilation) is { } actor)
                {
                    Check(actor, reports.To(operation));
                }
            },
            OperationKind.Invocation,
            OperationKind.ObjectCreation);
    }

    private protected abstract void Check(ActorSite actor, Report report);
}
