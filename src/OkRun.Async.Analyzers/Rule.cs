using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers;

/// <summary>What all rules have in common: they run concurrently, skip generated code, and do nothing in a project that does not reference the library.</summary>
public abstract class Rule(DiagnosticDescriptor descriptor) : DiagnosticAnalyzer
{
    private const string Pages = "https://github.com/okrun-async/okrun-async/blob/main/docs/rules/";

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(descriptor);

    protected DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!start.Compilation.GetTypesByMetadataName(Names.ActorGroup).IsEmpty)
            {
                Register(start);
            }
        });
    }

    protected abstract void Register(CompilationStartAnalysisContext context);

    private protected static string Page(string id) => $"{Pages}{id}.md";
}
