using System.Globalization;

namespace OkRun.Async.Packages;

/// <summary>Our packages, made once as <c>dotnet pack -c Release</c> makes them, under a version of their own; and folders in which a user has nothing else.</summary>
public sealed class Feed : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("okrun-packages-");
    private readonly Dictionary<string, Package> _packages = [];

    internal static string Root { get; } = FindRoot();

    internal string Version { get; } = $"0.1.0-test.{DateTime.UtcNow.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}";

    internal string Made => Under("feed");

    internal string Cache => Under("cache");

    internal Package this[string package]
    {
        get
        {
            if (!_packages.TryGetValue(package, out var read))
            {
                _packages[package] = read = new(Path.Combine(Made, $"{package}.{Version}.nupkg"));
            }

            return read;
        }
    }

    /// <summary>The projects that can be packed: whoever adds one gets all that is tested here.</summary>
    internal static IReadOnlyList<string> Projects { get; } =
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
           where file.Split(Path.DirectorySeparatorChar)[^3] == "src" // not the content of the templates
           where !File.ReadAllText(file).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal)
           select Path.GetFileNameWithoutExtension(file),
    ];

    public async Task InitializeAsync()
    {
        (await Shell.RunAsync(Root, null, Shell.Dotnet, "pack", "-c", "Release", "-o", Made, $"-p:MinVerVersionOverride={Version}", "-nologo", "-v", "q")).OrFail();

        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(machine);
        await File.WriteAllTextAsync(Under("nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="made" value="{Made}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{machine}" />
              </fallbackPackageFolders>
            </configuration>
            """); // what others have made need not be fetched again
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Delete(recursive: true);

    internal Folder New(string name) => new(this, Under(name));

    /// <summary>The version of a package of others, as we use it on .NET 10.</summary>
    internal static string VersionOf(string package)
    {
        var line = File.ReadLines(Path.Combine(Root, "Directory.Packages.props")).Last(line => line.Contains($"\"{package}\"", StringComparison.Ordinal));
        return line.Split('"')[3];
    }

    private string Under(string name) => Path.Combine(_folder.FullName, name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OkRun.Async.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}

/// <summary>Tests that share the packages. They run one after another: each of them keeps the cores busy by itself.</summary>
[CollectionDefinition(nameof(Feed))]
public sealed class FeedDefinition : ICollectionFixture<Feed>;
