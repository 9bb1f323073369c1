using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>The exceptions of a run, in time order, each instance once, and the actors that were abandoned. Guarded by the lock of the run.</summary>
internal sealed class Failures
{
    private readonly List<Exception> _exceptions = [];
    private readonly HashSet<Exception> _known = new(ByReference.Instance);
    private readonly Dictionary<ActorRun, Exception> _firstOf = [];
    private readonly HashSet<ActorRun> _late = [];
    private int _firstLate;

    /// <summary>Adds exceptions of an actor, which is null where nobody can ask whose they are. Returns those that are new.</summary>
    public Exception[] Add(ActorRun? actor, Exception[] exceptions)
    {
        Exception[] fresh = [.. exceptions.Where(_known.Add)];
        _exceptions.AddRange(fresh);
        if (actor is not null && !_firstOf.ContainsKey(actor))
        {
            _firstOf.Add(actor, exceptions[0]);
        }

        return fresh;
    }

    /// <summary>The first exception of an actor; null if it has none.</summary>
    public Exception? Of(ActorRun actor) => _firstOf.TryGetValue(actor, out var exception) ? exception : null;

    /// <summary>An actor did not stop in time. The one exception for all of them will stand where the first of them stood.</summary>
    public void Add(ActorRun late)
    {
        if (_late.Count == 0)
        {
            _firstLate = _exceptions.Count;
        }

        _late.Add(late);
    }

    /// <summary>All exceptions, once no more come.</summary>
    /// <param name="actors">The actors in the order of Add.</param>
    public IReadOnlyList<Exception> InOrder(IEnumerable<ActorRun> actors)
    {
        if (_late.Count > 0)
        {
            _exceptions.Insert(_firstLate, new StopTimeoutException([.. actors.Where(_late.Contains).Select(run => (run.Actor, run.StopTimeout))]));
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
