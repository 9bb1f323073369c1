namespace OkRun.Async;

/// <summary>
/// Lines on their way to a writer. A background thread of its own writes them, in order, and ends when it has been idle for a while: a writer that blocks or throws delays no run.
/// The queue is bounded. Lines that find no room are lost, plain ones first, and the next line that finds room says how many.
/// </summary>
internal sealed class LineQueue(TextWriter writer)
{
    private const int MostLines = 65_536;
    private const int MostLoudLines = MostLines + 4_096;

    private static readonly TimeSpan _idle = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private readonly Queue<Line> _lines = new();
    private int _lost;
    private bool _hasThread;
    private bool _isWriting;
    private bool _isStuck; // a flush has waited in vain, and nothing was written since
    private bool? _hasColors; // the thread's own

    public void Add(Line line)
    {
        lock (_lock)
        {
            if (_lines.Count >= (line.Tone == Tone.Plain ? MostLines : MostLoudLines))
            {
                _lost++;
                return;
            }

            _lines.Enqueue(line with { Lost = _lost });
            _lost = 0;
            if (_hasThread)
            {
                Monitor.PulseAll(_lock);
                return;
            }

            _hasThread = true;
            if (!Threads.TryStart(static queue => ((LineQueue)queue!).WriteAll(), this, "OkRun.Async lines"))
            {
                ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.WriteAll(), this, preferLocal: false);
            }
        }
    }

    /// <summary>Waits until all lines are written. It gives up after a while, and does not begin to wait where that was in vain and the writer still stands still.</summary>
    public void Flush(TimeSpan limit)
    {
        var clock = TimeProvider.System;
        var startedAt = clock.GetTimestamp();
        lock (_lock)
        {
            while ((_lines.Count > 0 || _isWriting) && !_isStuck)
            {
                var left = limit - clock.GetElapsedTime(startedAt, clock.GetTimestamp());
                if (left <= TimeSpan.Zero)
                {
                    _isStuck = true;
                    return;
                }

                Monitor.Wait(_lock, left);
            }
        }
    }

    private void WriteAll()
    {
        while (TryTake() is { } line)
        {
            if (line.Lost > 0)
            {
                Write(line.OfLost());
            }

            Write(line);
        }
    }

    private Line? TryTake()
    {
        lock (_lock)
        {
            _isWriting = false;
            if (_lines.Count == 0)
            {
                Monitor.PulseAll(_lock);
                Monitor.Wait(_lock, _idle);
            }

            if (_lines.Count == 0)
            {
                _lines.TrimExcess();
                _hasThread = false;
                return null;
            }

            _isWriting = true;
            return _lines.Dequeue();
        }
    }

    private void Write(Line line)
    {
        try
        {
            _hasColors ??= Colors.AreSeenBy(writer);
            var text = line.Format(writer.NewLine);
            writer.WriteLine(_hasColors == true ? Colors.Paint(text, line.Tone) : text);
            _isStuck = false;
        }
#pragma warning disable CA1031 // a full disk, a closed writer: that must not end the thread, and the line counts as lost
        catch
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                _lost += 1 + line.Lost;
            }
        }
    }
}
