namespace OkRun.Async;

/// <summary>What a span failed with, and when. An actor that is abandoned has thrown no exception.</summary>
internal sealed record Failure(Exception? Exception, Type Type, string? Reason)
{
    public Failure(Exception exception)
        : this(exception, exception.GetType(), null)
    {
    }

    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Read only where a span shows it: the message of an exception is foreign code.</summary>
    public string Description => Exception is null ? Reason ?? "" : Readable.Message(Exception);
}
