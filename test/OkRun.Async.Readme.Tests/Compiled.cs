using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace OkRun.Async.Readme.Tests;

/// <summary>A block of a page as the compiler sees it in a new console project: with implicit usings and nullable.</summary>
internal sealed class Compiled
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string[] _given = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
    private static readonly MetadataReference[] _references =
        [.. _given.Where(path => Path.GetExtension(path) == ".dll").Select(path => MetadataReference.CreateFromFile(path))];

    private readonly CSharpCompilation _compilation;
    private readonly bool _needsFramework;

    public Compiled(string source)
    {
        var parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(ImplicitUsings, parsing, "ImplicitUsings.cs", Encoding.UTF8),
            CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), parsing, "Program.cs"),
        ];
        var isProgram = trees[1].GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement);
        _needsFramework = source.Contains("using Microsoft.", StringComparison.Ordinal);
        _compilation = CSharpCompilation.Create(
            "Program",
            trees,
            _references,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress)])); // as every project of the SDK: a library may be built for an older framework
    }

    /// <summary>Errors and warnings.</summary>
    public ImmutableArray<string> Complaints =>
        [.. _compilation.GetDiagnostics().Where(each => each.Severity >= DiagnosticSeverity.Warning).Select(each => each.ToString())];

    /// <summary>Copies what programs need beside the framework.</summary>
    public static void CopyLibrariesTo(string folder)
    {
        foreach (var library in _given.Where(IsNeeded))
        {
            File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
        }
    }

    public Assembly Load()
    {
        using var bytes = new MemoryStream();
        Emit(_compilation, bytes);
        return Assembly.Load(bytes.ToArray());
    }

    /// <summary>Writes a program that <c>dotnet</c> can run into a folder with the libraries.</summary>
    public string WriteTo(string folder, string name)
    {
        var program = Path.Combine(folder, $"{name}.dll");
        using (var file = File.Create(program))
        {
            Emit(_compilation.WithAssemblyName(name), file);
        }

        var framework = _needsFramework ? "Microsoft.AspNetCore.App" : "Microsoft.NETCore.App";
        File.WriteAllText(Path.ChangeExtension(program, ".runtimeconfig.json"), $$"""
            { "runtimeOptions": { "framework": { "name": "{{framework}}", "version": "{{Environment.Version}}" } } }
            """);
        return program;
    }

    private static bool IsNeeded(string path) =>
        Path.GetFileName(path) is "OkRun.Async.dll" or "OkRun.Async.Hosting.dll" or "OkRun.Async.AspNetCore.dll" or "Polly.Core.dll" or "Cronos.dll";

    private void Emit(CSharpCompilation compilation, Stream stream) => // with symbols inside, so that stack traces have lines
        Assert.True(compilation.Emit(stream, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded)).Success, string.Join('\n', Complaints));
}
