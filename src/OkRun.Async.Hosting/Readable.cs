namespace OkRun.Async;

/// <summary>The texts of an exception are foreign code: they may throw, or not return. Here neither loses the failure.</summary>
internal static class Readable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>The message in one line, or a stand-in that says why there is none.</summary>
    public static string Message(Exception exception) => Read(exception, static each => each.Message) ?? "(its message cannot be read)";

    /// <summary>All that it tells, over several lines, or a stand-in.</summary>
    public static string Text(Exception exception) => Read(exception, static each => each.ToString()) ?? Unreadable(exception);

    /// <summary>The exception itself if a log can write it, or a stand-in with its type.</summary>
    public static Exception Loggable(Exception exception) => Read(exception, static each => each.ToString()) is null
        ? new InvalidOperationException(Unreadable(exception))
        : exception;

    /// <summary>Type and message, as a verdict has them.</summary>
    public static string TypeAndMessage(Exception exception) => $"{exception.GetType().Name}: {Message(exception).Split('\n')[0].TrimEnd().TrimEnd('.')}";

    private static string Unreadable(Exception exception) => $"{exception.GetType()} (its text cannot be read)";

    private static string? Read(Exception exception, Func<Exception, string?> read)
    {
        if (IsOfTheRuntime(exception))
        {
            return ReadOrNull(exception, read) ?? "";
        }

        string? text = null;
        var reader = new Thread(() => Volatile.Write(ref text, ReadOrNull(exception, read))) { IsBackground = true, Name = "OkRun.Async reads an exception" };
        try
        {
            reader.Start();
        }
#pragma warning disable CA1031 // the system has no thread to give: then its text is not worth the risk
        catch
#pragma warning restore CA1031
        {
            return null;
        }

        return reader.Join(_patience) ? Volatile.Read(ref text) : null;
    }

    private static string? ReadOrNull(Exception exception, Func<Exception, string?> read)
    {
        try
        {
            return read(exception);
        }
#pragma warning disable CA1031 // whatever it throws: there is no text
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>Whether neither it nor one inside it can run the code of others; what holds several may hold anything.</summary>
    private static bool IsOfTheRuntime(Exception exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            if (each is AggregateException || each.GetType().Assembly != typeof(object).Assembly)
            {
                return false;
            }
        }

        return true;
    }
}
