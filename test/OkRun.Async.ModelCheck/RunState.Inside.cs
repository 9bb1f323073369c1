using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OkRun.Async.ModelCheck;

namespace OkRun.Async;

// What the check needs of the state, beside its ordinary members: copies, keys, and a look inside.
internal sealed partial class RunState
{
    private static readonly string[] _fields =
    [
        "_actors", "_dependencies", "_unreadyDependencies", "_openDependents", "_records", "_isObserved", "_unready", "_executions", "_callbacks", "_hooks",
        "_outbox", "_isDraining", "_isReadyCompleted", "_isAwake", "_isWaiting", "_completed", "_due", "_unarmed", "_uncancelled",
        "HasBegun", "HasHooks", "HasLimits", "IsStopping", "_first", "Cause", "EndedByItself", "Failures", "IsReady",
    ];

    public bool IsDraining => _isDraining;

    /// <summary>Whether failures of actors are kept apart.</summary>
    public bool Keeps => _records is not null;

    public int OutboxCount => _outbox?.Count ?? 0;

    public IEnumerable<Effect> OutboxFrom(int index) => _outbox?.Skip(index) ?? [];

    /// <summary>A field that copies and keys do not know would make the check blind.</summary>
    public static IEnumerable<string> UnknownFields() =>
        typeof(RunState).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .Select(static field => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name).Except(_fields);

    public RunState Copy()
    {
        var copy = (RunState)MemberwiseClone();
        Unsafe.AsRef(in copy._actors) = [.. _actors];
        Unsafe.AsRef(in copy._unreadyDependencies) = _unreadyDependencies is null ? null : [.. _unreadyDependencies];
        Unsafe.AsRef(in copy._openDependents) = _openDependents is null ? null : [.. _openDependents];
        Unsafe.AsRef(in copy._records) = _records is null ? null : [.. _records];
        copy._outbox = _outbox is null ? null : new(_outbox);
        copy._due = _due is null ? null : [.. _due];
        copy._unarmed = _unarmed is null ? null : [.. _unarmed];
        copy.Failures = CopyFailures();
        return copy;
    }

    public Failures? CopyFailures()
    {
        if (Failures is null)
        {
            return null;
        }

        var copy = new Failures();
        Exceptions(copy).AddRange(Exceptions(Failures));
        Known(copy).UnionWith(Known(Failures));
        FirstLate(copy) = FirstLate(Failures);
        return copy;
    }

    public void AddTo(Key key)
    {
        for (var i = 0; i < _actors.Length; i++)
        {
            key.Add(((int)_actors[i].Steps << 8) | ((int)_actors[i].Open << 4) | (int)_actors[i].Running);
            key.Add(_records?[i].Failure is Thrown thrown ? thrown.Number : 0);
        }

        key.Add(_unreadyDependencies.AsSpan());
        key.Add(_openDependents.AsSpan());
        key.Add(_unready | (_executions << 4) | (_callbacks << 8) | (_hooks << 12));
        key.Add(_uncancelled);
        key.Add(OutboxCount);
        foreach (var effect in _outbox ?? [])
        {
            key.Add(((int)effect.Kind << 8) | (effect.Actor + 1));
            key.Add(effect.Payload is Thrown thrown ? thrown.Number : 0);
        }

        key.Add(_isDraining, _isReadyCompleted, _isAwake, IsReady);
        key.Add(HasBegun, IsStopping, Cause is null, Failures is null);
        key.Add((int)_completed | (EndedByItself ? 16 : 0) | (_isWaiting ? 32 : 0));
        key.Add(CollectionsMarshal.AsSpan(_due));
        key.Add(CollectionsMarshal.AsSpan(_unarmed));
        key.Add(First ?? -1);
        if (Failures is { } failures)
        {
            key.Add(FirstLate(failures) ?? -1);
            foreach (var exception in Exceptions(failures))
            {
                key.Add(((Thrown)exception).Number);
            }
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_exceptions")]
    private static extern ref List<Exception> Exceptions(Failures failures);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_known")]
    private static extern ref HashSet<Exception> Known(Failures failures);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_firstLate")]
    private static extern ref int? FirstLate(Failures failures);
}
