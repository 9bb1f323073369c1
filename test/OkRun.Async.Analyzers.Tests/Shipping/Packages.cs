using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace OkRun.Async.Analyzers.Tests.Shipping;

/// <summary>Our packages, made once, under a version and with a cache of their own: an older one of the same version would hide them.</summary>
public sealed class Packages : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan _hung = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("okrun-packages-");

    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        foreach (var project in new[] { "OkRun.Async", "OkRun.Async.Hosting", "OkRun.Async.AspNetCore" })
        {
            await RunAsync("pack", Source(project), "--output", Under("made"), $"-p:ArtifactsPath={Under("artifacts")}", $"-p:Version={Version}");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Delete(recursive: true);

    public IReadOnlyList<string> Files(string package)
    {
        using var archive = ZipFile.OpenRead(PathOf(package));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The dependency, once for each target framework.</summary>
    public IReadOnlyList<XElement> Dependencies(string package, string on)
    {
        using var archive = ZipFile.OpenRead(PathOf(package));
        using var nuspec = archive.GetEntry($"{package}.nuspec")!.Open();
        return [.. XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency" && (string?)element.Attribute("id") == on)];
    }

    /// <summary>Builds a program that references nothing of ours but one package, and returns what the build says.</summary>
    public async Task<string> BuildAsync(string package, string program, string framework, string besides = "")
    {
        var project = Directory.CreateDirectory(Under($"uses-{package}-{framework}"));
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "Program.cs"), program);
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "Uses.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
                <EnableConfigurationBindingGenerator>true</EnableConfigurationBindingGenerator>
                <RestoreAdditionalProjectSources>{Under("made")}</RestoreAdditionalProjectSources>
                <RestoreFallbackFolders>{Fallback()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Version}" />
                {besides}
              </ItemGroup>
            </Project>
            """);
        return await RunAsync("build", project.FullName);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OkRun.Async.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private static string Source(string project) => Path.Combine(Root(), "src", project);

    /// <summary>What others have made need not be fetched again.</summary>
    private static string Fallback()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Directory.Exists(cache) ? cache : "";
    }

    private string Under(string name) => Path.Combine(_folder.FullName, name);

    private string PathOf(string package) => Path.Combine(Under("made"), $"{package}.{Version}.nupkg");

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name); // of the build that runs this test
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // no process is left behind
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (arguments[0] == "build")
        {
            start.Environment["NUGET_PACKAGES"] = Under("cache");
        }

        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(_hung);
            await process.WaitForExitAsync().WaitAsync(_hung);
            var said = output + await errors;
            Assert.True(process.ExitCode == 0, said);
            return said;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
