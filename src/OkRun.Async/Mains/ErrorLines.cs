using System.Text;

namespace OkRun.Async;

/// <summary>Writes texts in order through a thread of its own: a writer that blocks delays nothing, and what one throws is ignored.</summary>
internal sealed class ErrorLines(TextWriter writer) : TextWriter
{
    private readonly Queue<Func<string>> _texts = new();
    private bool _isWriting;

    public override Encoding Encoding => Encoding.UTF8; // the other writer has the last word

    public override void Write(char value) => Add(value.ToString); // nothing here is written in parts

    public override void WriteLine(string? value) => Add(() => value + Environment.NewLine);

    public void WriteLine(Func<string> text) => Add(() => text() + Environment.NewLine);

    /// <summary>Waits until everything is written, as long as the limit.</summary>
    public void Drain(TimeSpan limit)
    {
        var from = TimeProvider.System.GetTimestamp();
        lock (_texts)
        {
            while (_isWriting)
            {
                var left = limit - TimeProvider.System.GetElapsedTime(from, TimeProvider.System.GetTimestamp());
                if (left <= TimeSpan.Zero || !Monitor.Wait(_texts, left))
                {
                    return;
                }
            }
        }
    }

    private void Add(Func<string> text)
    {
        lock (_texts)
        {
            _texts.Enqueue(text);
            if (_isWriting)
            {
                return;
            }

            _isWriting = true;
        }

        try
        {
            new Thread(_ => WriteAll()) { IsBackground = true, Name = "errors of a group" }.UnsafeStart(null);
        }
#pragma warning disable CA1031 // the system has no thread to give: the next text tries again
        catch
#pragma warning restore CA1031
        {
            EndWriting();
        }
    }

    private void WriteAll()
    {
        while (TryTake() is { } text)
        {
            try
            {
                writer.Write(text());
                writer.Flush();
            }
#pragma warning disable CA1031 // a text or a writer that fails: there is no other place to say so
            catch
#pragma warning restore CA1031
            {
            }
        }
    }

    private Func<string>? TryTake()
    {
        lock (_texts)
        {
            if (_texts.Count > 0)
            {
                return _texts.Dequeue();
            }

            EndWriting();
            return null;
        }
    }

    private void EndWriting()
    {
        lock (_texts)
        {
            _isWriting = false;
            Monitor.PulseAll(_texts);
        }
    }
}
