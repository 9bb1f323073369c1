using System.Collections.Concurrent;

namespace OkRun.Async.Analyzers.Model;

/// <summary>Reports what is found where the code compiles, each place once: several actors may share a function.</summary>
internal sealed class Reports(DiagnosticDescriptor descriptor)
{
    private readonly ConcurrentDictionary<Location, bool> _places = new();

    public Report To(OperationAnalysisContext context) => (place, arguments, properties, more) =>
    {
        if (!context.Operation.IsErroneous() && _places.TryAdd(place, true))
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, place, more, properties, arguments));
        }
    };
}

/// <summary>Reports a place, with what a fix needs to know.</summary>
internal delegate void Report(Location place, object[]? arguments = null, ImmutableDictionary<string, string?>? properties = null, params Location[] more);
