using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>What an exception says. Its <c>Message</c> is code of others: it may throw, or never return.</summary>
internal static class ExceptionText
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

#pragma warning disable IDE0028 // on netstandard2.0 it takes no collection expression
    private static readonly ConditionalWeakTable<Exception, string> _messages = new(); // one that does not return is asked once
#pragma warning restore IDE0028

    /// <summary>The type and the message.</summary>
    public static string Of(Exception exception) => $"{exception.GetType().Name}: {_messages.GetValue(exception, static each => Read(each, static it => it.Message ?? ""))}";

    /// <summary>The rest of what the exception says of itself, after its own type and message: inner exceptions and stacks. Empty where there is none.</summary>
    public static string Details(Exception exception) => Read(exception, static it =>
    {
        var text = it.ToString();
        var message = it.Message;
        var start = string.IsNullOrEmpty(message) ? -1 : text.IndexOf(message, StringComparison.Ordinal);
        return start < 0 ? text : text.Substring(start + message.Length);
    });

    private static string Read(Exception exception, Func<Exception, string> read)
    {
        if (IsOfTheRuntime(exception))
        {
            return ReadHere(exception, read);
        }

        var text = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Threads.TryStart(_ => text.TrySetResult(ReadHere(exception, read)), null, "OkRun.Async exception"))
        {
            return "(no thread to read its message on)";
        }

#pragma warning disable VSTHRD002 // a thread of its own completes it, and the wait is limited
        return text.Task.Wait(_patience) ? text.Task.Result : "(its message does not return)";
#pragma warning restore VSTHRD002
    }

    private static string ReadHere(Exception exception, Func<Exception, string> read)
    {
        try
        {
            return read(exception);
        }
#pragma warning disable CA1031 // it is code of others, and what they threw first counts
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return $"(its message cannot be read: {thrown.GetType().Name})";
        }
    }

    /// <summary>Whether the exception, and all inside of it, come from the runtime's own library: these throw nothing and return at once.</summary>
    private static bool IsOfTheRuntime(Exception exception) =>
        exception is not AggregateException && exception.GetType().Assembly == typeof(object).Assembly && (exception.InnerException is not { } inner || IsOfTheRuntime(inner));
}
