namespace OkRun.Async.Readme.Tests;

/// <summary>A folder with the compiled programs of all pages, and the libraries that they need.</summary>
public sealed class Programs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("readme-programs-");

    public Programs() => Compiled.CopyLibrariesTo(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    internal async Task<Ended> RunAsync(string source, Run run) => await Child.RunAsync(new Compiled(source).WriteTo(_folder.FullName, $"{Guid.NewGuid():N}"), run);
}
