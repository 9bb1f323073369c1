namespace OkRun.Async;

/// <summary>What a span failed with, and when. Who is abandoned has thrown no exception.</summary>
internal sealed record Failure(Exception? Exception, Type Type, string Description)
{
    public Failure(Exception exception)
        : this(exception, exception.GetType(), exception.Message)
    {
    }

    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();
}
