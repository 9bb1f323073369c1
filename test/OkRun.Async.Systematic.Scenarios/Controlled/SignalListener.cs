namespace OkRun.Async;

/// <summary>No scenario has signals.</summary>
internal static class SignalListener
{
    public static void RegisterAllAgain()
    {
    }
}
