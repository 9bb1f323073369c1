using System.Globalization;
using System.Text.RegularExpressions;

namespace OkRun.Async.Tests;

/// <summary>Lets a test wait for a text, and notices two threads at once.</summary>
internal sealed class AnnouncingWriter : StringWriter
{
    private readonly Lock _lock = new();
    private readonly List<(string Text, int Times, Signal Signal)> _awaited = [];
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

    /// <summary>Ends when the text was written so many times. Times that were measured are written as "N".</summary>
    public Task Seen(string text, int times = 1)
    {
        var signal = new Signal();
        lock (_lock)
        {
            _awaited.Add((text, times, signal));
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

    /// <summary>The lines without the time in front of each: "who what", each time that was measured "N".</summary>
    public List<string> Lines() =>
        [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Spaces().Replace(Time().Replace(line.Trim(), "N"), " "))
            .Select(line => line.StartsWith("N ", StringComparison.Ordinal) ? line[2..] : $"no time: {line}")];

#pragma warning disable SYSLIB1045 // .NET Framework, which plays these tests too, generates none
    private static Regex Time() => new(@"\d+\.\d{3}");

    private static Regex Spaces() => new(" +");
#pragma warning restore SYSLIB1045

    private void AnnounceNoLock()
    {
        var written = Time().Replace(ToString(), "N");
        foreach (var (text, times, signal) in _awaited)
        {
            if (written.Split(text).Length > times)
            {
                signal.Happen();
            }
        }
    }
}
