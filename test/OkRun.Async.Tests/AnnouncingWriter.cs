using System.Globalization;

namespace OkRun.Async.Tests;

/// <summary>Lets a test wait for a text, and notices two threads at once.</summary>
internal sealed class AnnouncingWriter : StringWriter
{
    private readonly Lock _lock = new();
    private readonly List<(string Text, Signal Signal)> _awaited = [];
    private int _inside;

    public AnnouncingWriter()
        : base(CultureInfo.InvariantCulture)
    {
    }

    public bool WasEnteredTwice { get; private set; }

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return ToString();
            }
        }
    }

    public Task Seen(string text)
    {
        var signal = new Signal();
        lock (_lock)
        {
            _awaited.Add((text, signal));
            AnnounceNoLock();
        }

        return signal.Happened.OrHang();
    }

    public override void WriteLine(string? value)
    {
        WasEnteredTwice |= Interlocked.Increment(ref _inside) != 1;
        lock (_lock)
        {
            base.WriteLine(value);
            AnnounceNoLock();
        }

        Interlocked.Decrement(ref _inside);
    }

    private void AnnounceNoLock()
    {
        foreach (var (text, signal) in _awaited)
        {
            if (ToString().Contains(text, StringComparison.Ordinal))
            {
                signal.Happen();
            }
        }
    }
}
