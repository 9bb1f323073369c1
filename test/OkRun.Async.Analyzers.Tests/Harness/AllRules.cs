using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace OkRun.Async.Analyzers.Tests.Harness;

/// <summary>All rules together, over sources of any kind.</summary>
internal static class AllRules
{
    public static ImmutableArray<DiagnosticAnalyzer> Rules { get; } =
        [.. typeof(Rule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>What the rules report, and AD0001 for one that throws.</summary>
    public static async Task<ImmutableArray<Diagnostic>> ReportsAsync(IEnumerable<MetadataReference> references, params string[] sources) =>
        await Compiled(references, sources).WithAnalyzers(Rules).GetAnalyzerDiagnosticsAsync(CancellationToken.None);

    public static IEnumerable<Diagnostic> Errors(IEnumerable<MetadataReference> references, params string[] sources) =>
        Compiled(references, sources).GetDiagnostics(CancellationToken.None).Where(each => each.Severity == DiagnosticSeverity.Error);

    private static CSharpCompilation Compiled(IEnumerable<MetadataReference> references, string[] sources)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var trees = sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, options, $"{index}.cs")).ToArray();
        var isProgram = trees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement));
        return CSharpCompilation.Create(
            "Analyzed",
            trees,
            references,
            new(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
    }
}
