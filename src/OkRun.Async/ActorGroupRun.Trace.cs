using System.Text;

namespace OkRun.Async;

// Where an actor is.
public sealed partial class ActorGroupRun
{
    /// <summary>Tells where an actor that is not over is: the chain of awaits of its code, innermost first, in the form of a stack trace.</summary>
    /// <remarks>
    /// Best effort. It reads what the compiler and the runtime keep of asynchronous methods, and says so where it cannot see more. Without symbols there are no line numbers.
    /// The first call in a process takes tens of milliseconds, later ones microseconds. No lock is held. The <c>AppContext</c> switch <c>OkRun.Async.Trace</c> turns it off.
    /// </remarks>
    /// <param name="actor">An actor of the run, or one of an inner group as an observer of this run was told of it.</param>
    /// <returns>One line for each frame. Empty for an actor that has not started or is over, and where the switch is off.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actor"/> is null.</exception>
    /// <exception cref="ArgumentException">The actor is not in this run.</exception>
    public string Trace(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Find(actor) is { } found ? found.Trace() : throw new ArgumentException($"Actor '{actor.Name}' is not in this run.", nameof(actor));
    }

    /// <summary>Tells on one line where an actor that is not over is: the innermost method of its own code, and the line there, such as <c>OrderMachine.HandleAsync in OrderMachine.cs:line 51</c>.</summary>
    /// <remarks>Best effort, as <see cref="Trace"/> is. Of an actor that is a group, it tells of the first actor inside that is waited for.</remarks>
    /// <param name="actor">An actor of the run, or one of an inner group as an observer of this run was told of it.</param>
    /// <returns>Empty where that is not known, for an actor that has not started or is over, and where the switch is off.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actor"/> is null.</exception>
    /// <exception cref="ArgumentException">The actor is not in this run.</exception>
    public string Location(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return LocationOf(actor) ?? throw new ArgumentException($"Actor '{actor.Name}' is not in this run.", nameof(actor));
    }

    /// <summary>Null for an actor that is not in this run.</summary>
    internal string? LocationOf(Actor actor) => Find(actor)?.Location();

    internal string LocationOf(int actor) => _actors[actor].Location();

    /// <summary>Of the first actor that is waited for and tells where it is.</summary>
    internal string Location() =>
        Actors.Select((status, index) => (Status: status, Index: index))
            .Where(each => each.Status is { Running: not ActorParts.None, State: not ActorState.Abandoned })
            .OrderBy(each => each.Status is { SinceTold: not null } or { State: ActorState.Starting } ? 0 : 1)
            .Select(each => LocationOf(each.Index))
            .FirstOrDefault(location => location.Length > 0) ?? "";

    internal string TraceOf(int actor) => _actors[actor].Trace();

    internal ActorParts RunningOf(int actor)
    {
        lock (_state)
        {
            return _state.RunningOf(actor);
        }
    }

    private ActorRun? Find(Actor actor) =>
        Array.Find(_actors, each => each.Actor == actor)
        ?? _actors.SelectMany(static each => each.Inner).Select(inner => inner.Observer is InnerObserver observer && observer.Original(actor) is { } original ? inner.Find(original) : null)
            .FirstOrDefault(static each => each is not null);

    /// <summary>The traces of the actors that run in this run, each under its path.</summary>
    internal void TraceAll(StringBuilder text, string path)
    {
        foreach (var actor in _actors)
        {
            if (actor.Trace() is { Length: > 0 } trace)
            {
                text.Append('\'').Append(path).Append('/').Append(actor.Actor.Name).AppendLine("':").AppendLine(trace);
            }
        }
    }
}
