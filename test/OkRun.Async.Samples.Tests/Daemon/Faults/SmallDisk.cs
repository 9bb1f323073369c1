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
        Tool.Run("umount", "--lazy", Path);
        _folder.Dispose();
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

    private string? Mount(string options) => Tool.Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", Path);
}

/// <summary>Skipped, with the reason, where nobody lets us mount a disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Obstacle is { } obstacle ? $"There is no small disk here: {obstacle}" : null;
}
