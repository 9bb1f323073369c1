using System.Globalization;

namespace OkRun.Async.Analyzers.Suppressors;

/// <summary>Code that a generator makes to bind the options of a hosted group leaves out the observer and the clock: they are set in code, so that is no warning.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SetInCode : DiagnosticSuppressor
{
    private const string Options = "'OkRun.Async.ActorGroupServiceOptions'"; // messages are translated, names in them are not
    private static readonly string[] _leftOut = [Options, "'OkRun.Async.ActorGroupObserver'", "'System.TimeProvider'", "'System.TimeZoneInfo'"];
    private static readonly SuppressionDescriptor _type = Suppression("SYSLIB1100");
    private static readonly SuppressionDescriptor _property = Suppression("SYSLIB1101");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ImmutableArray.Create(_type, _property);

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var call in context.ReportedDiagnostics.GroupBy(static each => each.Location.GetLineSpan()).Where(static call => call.Any(static each => Names(each, Options))))
        {
            foreach (var diagnostic in call.Where(static each => _leftOut.Any(type => Names(each, type))))
            {
                context.ReportSuppression(Microsoft.CodeAnalysis.Diagnostics.Suppression.Create(diagnostic.Id == _type.SuppressedDiagnosticId ? _type : _property, diagnostic));
            }
        }
    }

    private static SuppressionDescriptor Suppression(string id) =>
        new($"OKRUN{id}", id, "The properties Observer and TimeProvider of ActorGroupServiceOptions are set in code, not by configuration.");

    private static bool Names(Diagnostic diagnostic, string type) => diagnostic.GetMessage(CultureInfo.InvariantCulture).IndexOf(type, StringComparison.Ordinal) >= 0;
}
