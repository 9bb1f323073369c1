using System.Text;

namespace OkRun.Async;

/// <summary>Writes texts in order through a thread of its own: a writer that blocks delays nothing, and what one throws is ignored.</summary>
internal sealed class ErrorLines(TextWriter writer) : TextWriter
{
    private readonly Queue<Action<TextWriter>> _writes = new();
    private bool _isWriting;

    /// <summary>Where the texts go.</summary>
    public TextWriter Target => writer;

    public override Encoding Encoding => Encoding.UTF8; // the other writer has the last word

    public override void Write(char value) => Add(writer => writer.Write(value));

    public override void WriteLine(string? value) => Add(writer => writer.WriteLine(value));

    public void WriteLine(Func<string> text) => Add(writer => writer.WriteLine(text()));

    /// <summary>Waits until everything is written, as long as the limit.</summary>
    public void Drain(TimeSpan limit)
    {
        var from = TimeProvider.System.GetTimestamp();
        lock (_writes)
        {
            while (_isWriting)
            {
                var left = limit - TimeProvider.System.GetElapsedTime(from, TimeProvider.System.GetTimestamp());
                if (left <= TimeSpan.Zero || !Monitor.Wait(_writes, left))
                {
                    return;
                }
            }
        }
    }

    private void Add(Action<TextWriter> write)
    {
        lock (_writes)
        {
            _writes.Enqueue(write);
            if (_isWriting)
            {
                return;
            }

            _isWriting = true;
        }

        if (!Threads.TryStart(static state => ((ErrorLines)state!).WriteAll(), this, "errors of a group"))
        {
            EndWriting(); // the next text tries again
        }
    }

    private void WriteAll()
    {
        while (TryTake() is { } write)
        {
            try
            {
                write(writer);
                writer.Flush();
            }
#pragma warning disable CA1031 // a text or a writer that fails: there is no other place to say so
            catch
#pragma warning restore CA1031
            {
            }
        }
    }

    private Action<TextWriter>? TryTake()
    {
        lock (_writes)
        {
            if (_writes.Count > 0)
            {
                return _writes.Dequeue();
            }

            EndWriting();
            return null;
        }
    }

    private void EndWriting()
    {
        lock (_writes)
        {
            _isWriting = false;
            Monitor.PulseAll(_writes);
        }
    }
}
