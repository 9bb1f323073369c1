using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Pages;

/// <summary>A page of the documentation, embedded: the paths of sources are rewritten when CI builds.</summary>
internal static partial class Page
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

    private static readonly MetadataReference[] _everything =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static IEnumerable<string> Names => typeof(Page).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".md", StringComparison.Ordinal)).Select(name => name.Replace('\\', '/'));

    public static string Text(string name)
    {
        var assembly = typeof(Page).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(each => each.Replace('\\', '/') == name);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The programs of a page, in order.</summary>
    public static IReadOnlyList<string> Programs(string name) => [.. Program().Matches(Text(name)).Select(match => match.Groups[1].Value)];

    public static async Task<IEnumerable<string>> ReportsAsync(string program) =>
        (await AllRules.ReportsAsync(_everything, ImplicitUsings, program)).Select(report => report.ToString());

    public static IEnumerable<string> Errors(string program) => AllRules.Errors(_everything, ImplicitUsings, program).Select(error => error.ToString());

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Program();
}
