using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>The exceptions of a run, in time order, each instance once. Guarded by the lock of the run.</summary>
internal sealed class Failures
{
    private readonly List<Exception> _exceptions = [];
    private readonly HashSet<Exception> _known = new(ByReference.Instance);
    private int? _firstLate;

    /// <summary>Adds exceptions, and returns those that are new.</summary>
    public Exception[] Add(Exception[] exceptions)
    {
        Exception[] fresh = [.. exceptions.Where(_known.Add)];
        _exceptions.AddRange(fresh);
        return fresh;
    }

    /// <summary>An actor did not stop in time. The one exception for all such actors stands where the first of them stood.</summary>
    public void AddLate() => _firstLate ??= _exceptions.Count;

    /// <summary>All exceptions, once no more come.</summary>
    /// <param name="timeout">Makes the exception that names all actors that did not stop in time.</param>
    public IReadOnlyList<Exception> InOrder(Func<StopTimeoutException> timeout)
    {
        if (_firstLate is { } index)
        {
            _exceptions.Insert(index, timeout());
        }

        return _exceptions;
    }

    private sealed class ByReference : IEqualityComparer<Exception>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(Exception? x, Exception? y) => ReferenceEquals(x, y);

        public int GetHashCode(Exception obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
