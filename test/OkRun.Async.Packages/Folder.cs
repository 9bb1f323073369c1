using System.Text.RegularExpressions;

namespace OkRun.Async.Packages;

/// <summary>A fresh folder of a user.</summary>
internal sealed partial class Folder
{
    private readonly Feed _feed;

    public Folder(Feed feed, string path)
    {
        (_feed, Path) = (feed, path);
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public async Task WriteAsync(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[file])!);
        await File.WriteAllTextAsync(this[file], text);
    }

    /// <summary>Writes a project with these properties and items. A warning is an error in it.</summary>
    public Task WriteProjectAsync(string file, string properties, string items, string sdk = "Microsoft.NET.Sdk") => WriteAsync(file, $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <LangVersion>latest</LangVersion>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {items}
          </ItemGroup>
        </Project>
        """);

    /// <summary>A reference to one of our packages, or to one of others in the version that we use.</summary>
    public string Reference(string package) =>
        $"""<PackageReference Include="{package}" Version="{(Feed.Projects.Contains(package) ? _feed.Version : Feed.VersionOf(package))}" />""";

    public async Task<string> DotnetAsync(params string[] arguments) => (await TryDotnetAsync(arguments)).OrFail().Text;

    public Task<Said> TryDotnetAsync(params string[] arguments) => Shell.RunAsync(Path, _feed.Cache, Shell.Dotnet, arguments);

    /// <summary>Builds, and wants no warning: neither of the compiler nor of the tools after it.</summary>
    public async Task BuildAsync(params string[] more)
    {
        string[] build = ["build", "-nologo", "-warnaserror"];
        DoesNotWarn(await DotnetAsync([.. build, .. more]));
    }

    public async Task PublishAsync(params string[] more)
    {
        string[] publish = ["publish", "-nologo", "-r", "linux-x64", "-o", this["published"]];
        DoesNotWarn(await DotnetAsync([.. publish, .. more]));
    }

    private static void DoesNotWarn(string said) => Assert.True(!Warning().IsMatch(said), said);

    [GeneratedRegex(@"\bwarning\b(?!\(s\))(?!s)", RegexOptions.IgnoreCase)]
    private static partial Regex Warning();
}
