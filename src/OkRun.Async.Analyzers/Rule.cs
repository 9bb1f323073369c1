using System.Reflection;
using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers;

/// <summary>What all rules have in common: they run concurrently, skip generated code, and do nothing in a project that does not reference the library.</summary>
public abstract class Rule(DiagnosticDescriptor descriptor) : DiagnosticAnalyzer
{
    private static readonly string? _repository =
        typeof(Rule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(static each => each.Key == "RepositoryUrl")?.Value;

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

    /// <summary>The page of a rule, where the build knows the address of its repository.</summary>
    private protected static string? Page(string id) => _repository is null ? null : $"{_repository}/blob/main/docs/rules/{id}.md";
}
