namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>An empty folder on a disk of its own, which lies in memory and has no more than so many KiB.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly Folder _folder = new();

    public SmallDisk(int kibibytes)
    {
        if (Mount($"size={kibibytes}k") is { } failure)
        {
            _folder.Dispose();
            throw new InvalidOperationException(failure);
        }
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    public string Path => _folder.Path;

    public void Grow(int kibibytes) => Assert.Null(Mount($"remount,size={kibibytes}k"));

    public void Dispose()
    {
        // A disk that stays is left behind: to delete it would throw, and hide how the test ended.
        if (AsRoot("umount", "--lazy", Path) is null)
        {
            _folder.Dispose();
        }
    }

    private static string? FindObstacle()
    {
        try
        {
            using var disk = new SmallDisk(16);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Machines of CI let everybody become root without a password.</summary>
    private static string? AsRoot(string tool, params IEnumerable<string> arguments) =>
        Environment.IsPrivilegedProcess ? Tool.Run(tool, arguments) : Tool.Run("sudo", ["-n", tool, .. arguments]);

    private string? Mount(string options) => AsRoot("mount", "-t", "tmpfs", "-o", options, "tmpfs", Path);
}

/// <summary>Skipped, with the reason, where nobody lets us mount a disk; in CI it fails with it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = Needs.ReasonToSkip("There is no small disk here", SmallDisk.Obstacle);
}
