using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OkRun.Async.Readme.Tests;

/// <summary>A block of the README as the compiler sees it in a new console project: with implicit usings and nullable.</summary>
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

    public Compiled(string source)
    {
        var parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(ImplicitUsings, parsing), CSharpSyntaxTree.ParseText(source, parsing)];
        var isProgram = trees[1].GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement);
        _compilation = CSharpCompilation.Create(
            "ReadmeBlock",
            trees,
            _references,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress)])); // as every project of the SDK: a library may be built for an older framework
    }

    /// <summary>Errors and warnings.</summary>
    public ImmutableArray<string> Complaints =>
        [.. _compilation.GetDiagnostics().Where(each => each.Severity >= DiagnosticSeverity.Warning).Select(each => each.ToString())];

    public Assembly Load()
    {
        using var bytes = new MemoryStream();
        Emit(bytes);
        return Assembly.Load(bytes.ToArray());
    }

    /// <summary>Writes a program that <c>dotnet</c> can run into a folder, with the libraries that it needs.</summary>
    public string WriteTo(string folder)
    {
        var program = Path.Combine(folder, "ReadmeBlock.dll");
        using (var file = File.Create(program))
        {
            Emit(file);
        }

        File.WriteAllText(Path.ChangeExtension(program, ".runtimeconfig.json"), $$"""
            { "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }
            """);
        foreach (var library in _given.Where(IsNeeded))
        {
            File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
        }

        return program;
    }

    private static bool IsNeeded(string path) => Path.GetFileName(path) is "OkRun.Async.dll" or "OkRun.Async.Hosting.dll" or "Polly.Core.dll"
        || Path.GetFileName(path).StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private void Emit(Stream stream) => Assert.True(_compilation.Emit(stream).Success, string.Join('\n', Complaints));
}
