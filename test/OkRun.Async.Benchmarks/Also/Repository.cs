namespace OkRun.Async.Benchmarks.Also;

/// <summary>Where the sources of the benchmarks are: below the folder with the solution, above the one with the program.</summary>
internal static class Repository
{
    public static string Folder { get; } = Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "test", "OkRun.Async.Benchmarks");

    private static string Root(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("The benchmarks must be run from within the repository."),
        _ when File.Exists(Path.Combine(folder.FullName, "OkRun.Async.sln")) => folder.FullName,
        _ => Root(folder.Parent),
    };
}
