namespace Monitoring;

/// <summary>A value that is replaced from time to time, and one reader that waits for the next.</summary>
public sealed class Latest<T>(T first)
    where T : class
{
    private readonly SemaphoreSlim _replaced = new(0);
    private volatile T _value = first;
    public T Value => _value;
    public void Replace(T value) { if (!value.Equals(_value)) { _value = value; _replaced.Release(); } }

    /// <summary>Waits until the value is replaced; false where it was not, in this time.</summary>
    public Task<bool> IsReplacedAsync(TimeSpan within, CancellationToken cancellationToken) => _replaced.WaitAsync(within, cancellationToken);
}
