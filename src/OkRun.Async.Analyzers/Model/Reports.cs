using System.Collections.Concurrent;

namespace OkRun.Async.Analyzers.Model;

/// <summary>
/// Reports what is found where the code compiles, each place once: several actors may share a function. The first that finds it reports it,
/// and does so again when an editor asks again.
/// </summary>
internal sealed class Reports(DiagnosticDescriptor descriptor)
{
    private readonly ConcurrentDictionary<Location, SyntaxNode> _finders = new();

    public Report To(OperationAnalysisContext context) => (place, arguments, properties, more) =>
    {
        if (!context.Operation.IsErroneous() && _finders.GetOrAdd(place, context.Operation.Syntax) == context.Operation.Syntax)
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, place, more, properties, arguments));
        }
    };
}

/// <summary>Reports a place, with what a fix needs to know.</summary>
internal delegate void Report(Location place, object[]? arguments = null, ImmutableDictionary<string, string?>? properties = null, params Location[] more);
