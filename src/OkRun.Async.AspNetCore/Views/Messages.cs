using System.Runtime.CompilerServices;

namespace OkRun.Async.Views;

/// <summary>What exceptions say. <see cref="Exception.Message"/> is foreign code: it may throw, or never return, and then costs a text and a quarter of a second, once.</summary>
internal static class Messages
{
    private const int Longest = 8192;
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);
    private static readonly ConditionalWeakTable<Exception, Known> _known = [];

    public static string Of(Exception exception) => _known.TryGetValue(exception, out var known) && known.Text is { } text ? text : "(its message takes long to come)";

    /// <summary>Reads those messages that were not read before, on a thread of its own. A message that does not return keeps that thread; what comes after it is read the next time.</summary>
    public static void Read(IEnumerable<Exception> exceptions)
    {
        var unread = exceptions.Where(exception => !KnownOf(exception).IsTaken).ToList();
        if (unread.Count == 0)
        {
            return;
        }

        var reader = new Thread(() =>
        {
            foreach (var exception in unread)
            {
                if (KnownOf(exception) is var known && known.Take())
                {
                    known.Text = TextOf(exception);
                }
            }
        })
        {
            IsBackground = true,
            Name = "Messages of exceptions",
        };
        reader.Start();
        reader.Join(_patience);
    }

    private static Known KnownOf(Exception exception) => _known.GetValue(exception, static _ => new());

#pragma warning disable CA1031 // whatever foreign code throws
    private static string TextOf(Exception exception)
    {
        try
        {
            var text = exception.Message ?? "";
            return text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}…";
        }
        catch (Exception thrown)
        {
            return $"(its message throws {thrown.GetType()})";
        }
    }
#pragma warning restore CA1031

    private sealed class Known
    {
        private int _isTaken;
        private volatile string? _text;

        public bool IsTaken => Volatile.Read(ref _isTaken) != 0;

        public string? Text
        {
            get => _text;
            set => _text = value;
        }

        public bool Take() => Interlocked.Exchange(ref _isTaken, 1) == 0;
    }
}
