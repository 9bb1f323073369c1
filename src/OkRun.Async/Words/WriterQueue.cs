namespace OkRun.Async;

/// <summary>
/// What is to be written, on its way to a writer. A background thread of its own puts it into words and writes it, in order, and ends when it has been idle for a while: a writer that blocks
/// or throws delays no run. The queue is bounded. What finds no room is lost, ordinary events first, and a line says how many.
/// </summary>
internal sealed class WriterQueue(TextWriter writer)
{
    private const int Most = 1 << 19; // 32 MB, and more than 100,000 actors have to say at once
    private const int MostLoud = Most + (1 << 13);

    private static readonly TimeSpan _idle = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private Queue<Happening> _happenings = new();
    private Queue<Happening> _taken = new(); // the thread's own, as the next ones
    private bool? _hasColors;
    private int _unwritten;
    private int _lost; // since the last that found room
    private bool _hasThread;
    private bool _isWriting;
    private bool _isStuck; // a flush has waited in vain, and nothing was written since

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
        while (TryTake())
        {
            while (_taken.Count > 0)
            {
                Write(_taken.Dequeue());
            }
        }
    }

    private void Write(in Happening happening)
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

    private bool TryTake()
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
                (_hasThread, _happenings, _taken) = (false, new(), new()); // they may have been large
                return false;
            }

            _isWriting = true;
            (_happenings, _taken) = (_taken, _happenings);
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
