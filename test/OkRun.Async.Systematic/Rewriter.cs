using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Coyote;
using Microsoft.Coyote.Rewriting;

namespace OkRun.Async.Systematic;

/// <summary>Has Coyote rewrite an assembly so that it decides who runs when. Its rewriter has no public door: the members below are those of the pinned version.</summary>
internal static class Rewriter
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static Assembly Load(string path, string into, Configuration configuration)
    {
        if (Directory.Exists(into))
        {
            Directory.Delete(into, recursive: true);
        }

        var options = Activator.CreateInstance(Type("Microsoft.Coyote.Rewriting.RewritingOptions"), nonPublic: true)!;
        Set(options, "AssembliesDirectory", Path.GetDirectoryName(path)!);
        Set(options, "OutputDirectory", into);
        Set(options, "AssemblyPaths", new HashSet<string> { path });
        Set(options, "DependencySearchPaths", new List<string> { AppContext.BaseDirectory });
        Set(options, "IgnoredAssembliesPattern", new Regex("^$"));
        Set(options, "IsRewritingMemoryLocations", true);
        var log = Activator.CreateInstance(Type("Microsoft.Coyote.Logging.LogWriter"), All, null, [configuration, false], null);
        var profiler = Activator.CreateInstance(Type("Microsoft.Coyote.Profiler"), nonPublic: true);
        var run = typeof(RewritingEngine).GetMethods(All).Single(method => method is { Name: "Run", IsStatic: true });
        run.Invoke(null, [options, configuration, log, profiler]);

        var assembly = Assembly.LoadFrom(Path.Combine(into, Path.GetFileName(path)));
        return assembly.GetCustomAttribute<RewritingSignatureAttribute>() is null
            ? throw new InvalidOperationException("The assembly was not rewritten: what it would find means nothing.")
            : assembly;
    }

    private static void Set(object options, string name, object value) => options.GetType().GetProperty(name, All)!.SetValue(options, value);

    private static Type Type(string name) =>
        typeof(RewritingEngine).Assembly.GetType(name) ?? typeof(Configuration).Assembly.GetType(name) ?? throw new TypeLoadException(name);
}
