using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace OkRun.Async.Analyzers.Tests.Harness;

/// <summary>Runs one rule, and its fix, over a program in which <c>[|…|]</c> marks what is to be reported.</summary>
internal static class Verify
{
    private static readonly ReferenceAssemblies _none = new("given"); // the references are those of the tests themselves

    public static Task ReportsAsync<TRule>(params string[] sources)
        where TRule : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TRule, DefaultVerifier>();
        Prepare(test, sources);
        return test.RunAsync(CancellationToken.None);
    }

    /// <summary>A fix that mends in two ways mends all places in two rounds: one for each way.</summary>
    public static Task FixesAsync<TRule, TFix>(string source, string fixedSource, int rounds = 1)
        where TRule : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<TRule, TFix, DefaultVerifier>();
        Prepare(test, [source]);
        test.FixedState.Sources.Add(("Program.cs", fixedSource));
        test.FixedState.Sources.Add(("Given.cs", Given.Sources));
        test.NumberOfFixAllIterations = source == fixedSource ? 0 : rounds;
        test.NumberOfFixAllInDocumentIterations = test.NumberOfFixAllIterations;
        test.NumberOfFixAllInProjectIterations = test.NumberOfFixAllIterations;
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck; // what is reported in a method was found where the method is made an actor
        if (source == fixedSource)
        {
            test.FixedState.MarkupHandling = MarkupMode.Allow;
        }

        return test.RunAsync(CancellationToken.None);
    }

    private static void Prepare(AnalyzerTest<DefaultVerifier> test, string[] sources)
    {
        test.ReferenceAssemblies = _none;
        test.TestState.AdditionalReferences.AddRange(Given.References);
        test.TestState.Sources.Add(("Program.cs", sources[0]));
        test.TestState.Sources.Add(("Given.cs", Given.Sources));
        foreach (var (index, source) in sources.Skip(1).Index())
        {
            test.TestState.Sources.Add(($"More{index}.cs", source));
        }

        var isProgram = CSharpSyntaxTree.ParseText(sources[0].Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal))
            .GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement);
        test.TestState.OutputKind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectCompilationOptions(project, ((CSharpCompilationOptions)solution.GetProject(project)!.CompilationOptions!)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithAllowUnsafe(true)
            .WithSpecificDiagnosticOptions(ImmutableDictionary.CreateRange<string, ReportDiagnostic>([new("CS1701", ReportDiagnostic.Suppress)]))));
    }
}
