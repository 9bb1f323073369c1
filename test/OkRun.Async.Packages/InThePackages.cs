using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace OkRun.Async.Packages;

/// <summary>What lies in every package. It comes from src/Directory.Build.*, so each project that can be packed has it.</summary>
[Collection(nameof(Feed))]
public class InThePackages(Feed feed)
{
    private const int MostKilobytesOfTheCore = 190; // without symbols; 90 are wanted, and the metadata alone takes more: half of it is for diagnosis, reports and mains

    public static TheoryData<string> All => [.. Feed.Projects];

    [Fact]
    public void Every_project_that_can_be_packed_has_become_one_package() => Assert.Equal(
        Feed.Projects.Select(project => $"{project}.{feed.Version}.nupkg").Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(feed.Made).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void It_says_what_it_is(string package)
    {
        var nuspec = feed[package].Nuspec;

        Assert.Equal("Apache-2.0", nuspec["license"].Value);
        Assert.Equal("See CHANGELOG.md in this package.", nuspec["releaseNotes"].Value);
        Assert.StartsWith("Copyright", nuspec["copyright"].Value, StringComparison.Ordinal);
        Assert.Contains("graceful", nuspec["tags"].Value, StringComparison.Ordinal);
        Assert.InRange(nuspec["description"].Value.Length, 40, 400);
        Assert.DoesNotContain("projectUrl", nuspec.Keys); // a plain pack knows no address
        Assert.Null(nuspec["repository"].Attribute("url"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_has_a_picture_a_changelog_and_a_README_of_its_own(string package)
    {
        var packed = feed[package];
        var readme = packed.Text("README.md");

        Assert.Equal(["icon.png", "README.md"], [packed.Nuspec["icon"].Value, packed.Nuspec["readme"].Value]);
        Assert.Equal("PNG", Encoding.ASCII.GetString(packed["icon.png"], 1, 3));
        Assert.StartsWith("# Changelog", packed.Text("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.StartsWith($"# {package}\n", readme, StringComparison.Ordinal);
        Assert.Contains("```sh\ndotnet ", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("](..", readme, StringComparison.Ordinal); // no such place outside the repository
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_assemblies_have_the_one_strong_name(string package) => Assert.All(feed[package].Assemblies, assembly =>
    {
        using var file = new PEReader(new MemoryStream(feed[package][assembly]));
        var name = file.GetMetadataReader().GetAssemblyDefinition().GetAssemblyName();

        Assert.Equal("07c0a15ec89253cc", Convert.ToHexStringLower(name.GetPublicKeyToken()!));
        Assert.True(file.PEHeaders.CorHeader!.Flags.HasFlag(CorFlags.StrongNameSigned), "it is not signed");
        Assert.Equal(new Version(0, 1, 0, 0), name.Version);
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Its_assemblies_are_deterministic_have_symbols_and_name_no_folder_of_this_machine(string package) => Assert.All(feed[package].Assemblies, assembly =>
    {
        var bytes = feed[package][assembly];
        using var file = new PEReader(new MemoryStream(bytes));
        var entries = file.ReadDebugDirectory();
        using var symbols = file.ReadEmbeddedPortablePdbDebugDirectoryData(Assert.Single(entries, entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        var reader = symbols.GetMetadataReader();

        Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        Assert.NotEmpty(reader.Documents);
        Assert.All(reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)), name => Assert.StartsWith("/_", name, StringComparison.Ordinal));
        Assert.DoesNotContain(Feed.Root, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(Feed.Root, Encoding.Unicode.GetString(bytes), StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Its_public_API_is_locked_for_each_of_its_targets(string package) => Assert.All(feed[package].Libraries.Select(path => path.Split('/')[1]), target =>
    {
        var folder = Path.Combine(Feed.Root, "src", package, "PublicAPI", target);

        var locked = File.ReadLines(Path.Combine(folder, "PublicAPI.Shipped.txt")).Concat(File.ReadLines(Path.Combine(folder, "PublicAPI.Unshipped.txt"))).Where(line => !line.StartsWith('#'));

        Assert.NotEmpty(locked);
    });

    [Fact]
    public void The_core_needs_nothing_on_NET()
    {
        var needs = feed["OkRun.Async"].Dependencies();

        Assert.Equal([".NETStandard2.0", "net10.0", "net8.0"], needs.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(needs["net8.0"]);
        Assert.Empty(needs["net10.0"]);
        Assert.Equal("Microsoft.Bcl.AsyncInterfaces", (string?)Assert.Single(needs[".NETStandard2.0"]).Attribute("id"));
    }

    [Fact]
    public void The_core_is_small() => Assert.All(feed["OkRun.Async"].Libraries, path =>
    {
        using var file = new PEReader(new MemoryStream(feed["OkRun.Async"][path]));
        var symbols = file.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb).DataSize;

        Assert.InRange((feed["OkRun.Async"][path].Length - symbols) / 1024, 1, MostKilobytesOfTheCore);
    });

    [Fact]
    public async Task With_an_address_all_links_are_absolute_and_lead_to_this_commit()
    {
        var made = feed.New("released").Path;

        (await Shell.RunAsync(
            Feed.Root, null, Shell.Dotnet, "pack", "src/OkRun.Async.AspNetCore", "-c", "Release", "-o", made, "-nologo", $"-p:MinVerVersionOverride={feed.Version}", "-p:RepositoryUrl=https://code.example/okrun", "-p:SourceRevisionId=abc123")).OrFail();

        var package = new Package(Assert.Single(Directory.EnumerateFiles(made)));
        Assert.Contains("](https://code.example/okrun/blob/abc123/docs/page.md)", package.Text("README.md"), StringComparison.Ordinal);
        Assert.Contains("](https://code.example/okrun/raw/abc123/docs/images/page-failed.png)", package.Text("README.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("](..", package.Text("README.md"), StringComparison.Ordinal);
        Assert.Equal("https://code.example/okrun", package.Nuspec["projectUrl"].Value);
        Assert.Equal("https://code.example/okrun/blob/abc123/CHANGELOG.md", package.Nuspec["releaseNotes"].Value);
        Assert.Equal("https://code.example/okrun", (string?)package.Nuspec["repository"].Attribute("url"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Links_of_its_README_lead_to_files_of_the_repository(string package)
    {
        var folder = Path.Combine(Feed.Root, "src", package);
        var links = File.ReadAllText(Path.Combine(folder, "README.md")).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]);

        Assert.All(links.Where(link => !link.StartsWith("https:", StringComparison.Ordinal)), link => Assert.True(File.Exists(Path.Combine(folder, link)), link));
    }
}
