namespace OkRun.Async;

/// <summary>
/// What is to be written, on its way to a writer. A background thread of its own puts it into words and writes it, in order, and ends when it has been idle for a while: a writer that blocks
/// or throws delays no run. The queue is bounded. What finds no room is lost, ordinary events first, and a line says how many.
/// </summary>
internal sealed class WriterQueue(TextWriter writer)
{
    private const int Most = 1 << 18; // 20 MB, and more than a group of 50,000 actors has to say at once
    private const int MostLoud = Most + (1 << 13);

    private static readonly TimeSpan _idle = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private readonly Queue<Happening> _happenings = new();
    private int _lost; // since the last that found room
    private bool _hasThread;
    private bool _isWriting;
    private bool _isStuck; // a flush has waited in vain, and nothing was written since
    private bool? _hasColors; // the thread's own, as the next
    private int _unwritten;

    public void Add(Happening happening)
    {
        lock (_lock)
        {
            if (_happenings.Count >= (happening.IsLoud ? MostLoud : Most))
            {
                _lost++;
                happening.Narration.HasGaps = true;
                return;
            }

            _happenings.Enqueue(happening with { Lost = _lost });
            _lost = 0;
            if (_hasThread)
            {
                Monitor.PulseAll(_lock);
                return;
            }

            _hasThread = true;
            if (!Threads.TryStart(static queue => ((WriterQueue)queue!).WriteAll(), this, "OkRun.Async writer"))
            {
                ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.WriteAll(), this, preferLocal: false);
            }
        }
    }

    /// <summary>Waits until everything is written. It gives up after a while, and does not begin to wait where that was in vain and the writer still stands still.</summary>
    public void Flush(TimeSpan limit)
    {
        var clock = TimeProvider.System;
        var startedAt = clock.GetTimestamp();
        lock (_lock)
        {
            while ((_happenings.Count > 0 || _isWriting) && !_isStuck)
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
        while (TryTake(out var happening))
        {
            _unwritten += happening.Lost;
            if (happening.Narration.Tell(happening) is { } line)
            {
                if (_unwritten > 0 && TryWrite(line.OfLost(_unwritten)))
                {
                    _unwritten = 0;
                }

                _unwritten += TryWrite(line) ? 0 : 1;
            }
        }
    }

    private bool TryTake(out Happening happening)
    {
        lock (_lock)
        {
            _isWriting = false;
            if (_happenings.Count == 0)
            {
                Monitor.PulseAll(_lock);
                Monitor.Wait(_lock, _idle);
            }

            if (_happenings.Count == 0)
            {
                _happenings.TrimExcess();
                (_hasThread, happening) = (false, default);
                return false;
            }

            _isWriting = true;
            happening = _happenings.Dequeue();
            return true;
        }
    }

    private bool TryWrite(Line line)
    {
        try
        {
            _hasColors ??= Colors.AreSeenBy(writer);
            var text = line.Format(writer.NewLine);
            writer.WriteLine(_hasColors == true ? Colors.Paint(text, line.Tone) : text);
            _isStuck = false;
            return true;
        }
#pragma warning disable CA1031 // a full disk, a closed writer: that must not end the thread, and the line counts as lost
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
