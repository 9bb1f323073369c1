namespace OkRun.Async;

/// <summary>The runs that are written, for the moment when the process exits: they have a last word.</summary>
internal static class ProcessExit
{
    private static readonly HashSet<WrittenRun> _runs = [];
    private static bool _isWatching;

    public static void Watch(WrittenRun run)
    {
        lock (_runs)
        {
            _runs.Add(run);
            if (!_isWatching)
            {
                _isWatching = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => OnExit();
            }
        }
    }

    public static void Forget(WrittenRun run)
    {
        lock (_runs)
        {
            _runs.Remove(run);
        }
    }

    private static void OnExit()
    {
        WrittenRun[] runs;
        lock (_runs)
        {
            runs = [.. _runs];
        }

        foreach (var run in runs)
        {
            run.OnProcessExit(Environment.ExitCode);
        }
    }
}
