using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OkRun.Async.Hosting.Tests;

/// <summary>What groups have logged, and a way to wait for an entry by its event id.</summary>
internal sealed class LogEntries : ILogger
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<int, Signal> _awaited = [];

    public IReadOnlyList<Entry> All
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    public Entry One(int id) => Assert.Single(All, entry => entry.Id == id);

    public async Task<Entry> Seen(int id)
    {
        Signal signal;
        lock (_entries)
        {
            signal = SignalNoLock(id);
        }

        await signal;
        return One(id);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(field => field.Key, field => field.Value);
        lock (_entries)
        {
            _entries.Add(new(eventId.Id, logLevel, formatter(state, exception), exception, fields));
            SignalNoLock(eventId.Id).Happen();
        }
    }

    private Signal SignalNoLock(int id)
    {
        if (!_awaited.TryGetValue(id, out var signal))
        {
            _awaited.Add(id, signal = new());
        }

        return signal;
    }
}

/// <summary>Hands a host the entries for the logger of groups. What its other loggers say is not ours to test.</summary>
internal sealed class LogProvider(LogEntries entries) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => categoryName == "OkRun.Async.ActorGroup" ? entries : NullLogger.Instance;

    public void Dispose()
    {
    }
}

internal sealed record Entry(int Id, LogLevel Level, string Message, Exception? Exception, IReadOnlyDictionary<string, object?> Fields);
