using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace OkRun.Async.Packages;

/// <summary>What lies in a package.</summary>
internal sealed class Package
{
    private readonly Dictionary<string, byte[]> _files = [];

    public Package(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            using var from = entry.Open();
            using var to = new MemoryStream();
            from.CopyTo(to);
            _files[entry.FullName] = to.ToArray();
        }

        Nuspec = XDocument.Parse(Text(_files.Keys.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal)))).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
    }

    public IReadOnlyDictionary<string, XElement> Nuspec { get; }

    public IEnumerable<string> Files => _files.Keys;

    public IEnumerable<string> Assemblies => Files.Where(path => path.EndsWith(".dll", StringComparison.Ordinal));

    /// <summary>Those that a program references, in the order of their targets.</summary>
    public IEnumerable<string> Libraries => Assemblies.Where(path => path.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public byte[] this[string path] => _files[path];

    public string Text(string path)
    {
        using var reader = new StreamReader(new MemoryStream(_files[path]), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The dependencies, for each target framework.</summary>
    public Dictionary<string, XElement[]> Dependencies() => Nuspec["dependencies"].Elements().ToDictionary(group => (string)group.Attribute("targetFramework")!, group => group.Elements().ToArray());
}
