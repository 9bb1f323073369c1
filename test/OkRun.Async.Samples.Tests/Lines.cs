using System.Text;

namespace OkRun.Async.Samples.Tests;

/// <summary>What a program has written, line by line, and a way to wait for a line.</summary>
internal sealed class Lines : TextWriter
{
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> IsMeant, TaskCompletionSource<string> Written)> _waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    public IReadOnlyList<string> Written
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The first line with this text in it, as soon as it is written.</summary>
    public Task<string> WithAsync(string text) => WithAsync(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The first such line, as soon as it is written.</summary>
    public Task<string> WithAsync(Func<string, bool> isMeant) => WithAsync(isMeant, isNew: false);

    /// <summary>The first such line that is written from now on.</summary>
    public Task<string> NextWithAsync(string text) => WithAsync(line => line.Contains(text, StringComparison.Ordinal), isNew: true);

    public override void WriteLine(string? value)
    {
        if (value is null)
        {
            return; // how a process says that it has no more
        }

        lock (_lines)
        {
            _lines.Add(value);
            foreach (var (_, written) in _waiting.Where(each => each.IsMeant(value)))
            {
                written.TrySetResult(value);
            }
        }
    }

    public override void Write(char value) => throw new NotSupportedException("Only whole lines are written.");

    public override string ToString() => string.Join('\n', Written);

    private Task<string> WithAsync(Func<string, bool> isMeant, bool isNew)
    {
        lock (_lines)
        {
            var written = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!isNew && _lines.Find(each => isMeant(each)) is { } line)
            {
                written.SetResult(line);
            }

            _waiting.Add((isMeant, written));
            return written.Task.OrHang();
        }
    }
}
