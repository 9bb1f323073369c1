namespace OkRun.Async;

/// <summary>What is said before a second signal ends the process.</summary>
internal static class LastWords
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1);
    private static Action<string>? _speakers;
    private static int _said;

    public static void Add(Action<string> speaker) => Change(speakers => speakers + speaker);

    public static void Remove(Action<string> speaker) => Change(speakers => speakers - speaker);

    /// <summary>Says them, once in a process and within a second. A signal that comes meanwhile does not wait for them.</summary>
    public static void Say(string signal)
    {
        if (Volatile.Read(ref _speakers) is { } speakers && Interlocked.Exchange(ref _said, 1) == 0)
        {
            Bounded.Run(() => speakers(signal), _limit);
        }
    }

    private static void Change(Func<Action<string>?, Action<string>?> change)
    {
        Action<string>? before;
        do
        {
            before = Volatile.Read(ref _speakers);
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _speakers, change(before), before), before));
    }
}
