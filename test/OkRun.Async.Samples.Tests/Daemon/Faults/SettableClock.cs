namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>The time of day of a process, which a test can set: a library of some lines of C that takes the place of the system's.</summary>
internal sealed class SettableClock : IDisposable
{
    private readonly Folder _folder = new();

    public SettableClock()
    {
        Set(TimeSpan.Zero);
        Assert.Null(Tool.Run("cc", "-shared", "-fPIC", "-o", Library, Path.Combine(AppContext.BaseDirectory, "SettableClock.c")));
    }

    /// <summary>What a process needs in its environment.</summary>
    public string[] Variables => [$"LD_PRELOAD={Library}", $"CLOCK_OFFSET={Offset}"];

    private string Library => Path.Combine(_folder.Path, "clock.so");

    private string Offset => Path.Combine(_folder.Path, "offset");

    /// <summary>Sets it to so much more than the system's.</summary>
    public void Set(TimeSpan offset)
    {
        // Not written anew: the process has mapped this file.
        using var file = new FileStream(Offset, FileMode.OpenOrCreate);
        file.Write(BitConverter.GetBytes((long)offset.TotalSeconds));
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Skipped, with the reason, where there is no C compiler; in CI it fails with it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SettableClockFactAttribute : FactAttribute
{
    public SettableClockFactAttribute() => Skip = Needs.ReasonToSkip("There is no setting the clock of a process here", Tool.Run("cc", "--version"));
}
