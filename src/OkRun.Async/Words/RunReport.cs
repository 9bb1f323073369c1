using System.Text;

namespace OkRun.Async;

/// <summary>A run at one moment, as text for people.</summary>
internal static class RunReport
{
    public static string Of(ActorGroupRun run)
    {
        var text = new StringBuilder();
        var actors = run.Actors;
        text.Append(State(run, actors));
        Append(text, run, actors, path: "", indent: "  ");
        return text.ToString();
    }

    /// <summary>How far the run has come, why it stops, and which actors it waits for.</summary>
    private static string State(ActorGroupRun run, IReadOnlyList<ActorStatus> actors)
    {
        if (run.HasEnded)
        {
            return $"over, it took {Shown.Roughly(run.Age)}{Because(run)}";
        }

        if (run.IsStopping)
        {
            var waiting = Waiting.ForStop(actors);
            return $"stopping{Because(run)}{(waiting.Length == 0 ? "" : $"; waiting for {waiting}")}";
        }

        var notReady = Waiting.ForStart(actors);
        return notReady.Length == 0 ? $"ready, started {Shown.Roughly(run.Age)} ago" : $"starting; not ready: {notReady}";
    }

    /// <summary>Why a run stops that no actor has stopped.</summary>
    /// <param name="run">The run; null where it is not known.</param>
    /// <param name="cause">The cause.</param>
    public static string WithoutActor(ActorGroupRun? run, Exception? cause) => (run, cause) switch
    {
        (_, OperationCanceledException) => "the caller cancelled",
        (_, not null) => Shown.Line(ExceptionText.Of(cause)),
        (null, null) => "it was asked to",
        _ => run.EndedByItself ? "every actor has ended" : run.AskedBy ?? "Stop() was called",
    };

    private static string Because(ActorGroupRun run) => (run.First, run.Cause) switch
    {
        (null, var cause) => $": {WithoutActor(run, cause)}",
        ({ } first, null) => $": {Shown.Quoted(first.Name)} ended",
        ({ } first, { } cause) => $": {Shown.Quoted(first.Name)} failed with {Shown.Line(ExceptionText.Of(cause))}",
    };

    private static void Append(StringBuilder text, ActorGroupRun run, IReadOnlyList<ActorStatus> actors, string path, string indent)
    {
        var width = actors.Count == 0 ? 0 : actors.Max(status => Line.WidthOf(path + status.Actor.Name));
        var dependents = Waiting.Dependents(actors);
        for (var i = 0; i < actors.Count; i++)
        {
            var (status, name) = (actors[i], path + actors[i].Actor.Name);
            text.Append('\n').Append(indent).Append(Shown.Name(name).PadRight(width)).Append("  ").Append(Of(run, status, i)).Append(run.IsStopping ? Before(status, dependents) : "");
            foreach (var inner in run.InnerOf(i))
            {
                Append(text, inner, inner.Actors, $"{inner.PathFrom(name)}/", indent + "  ");
            }

            if (run.InnerOf(i).Count == 0)
            {
                AppendTrace(text, run.TraceOf(i), indent);
            }
        }
    }

    private static void AppendTrace(StringBuilder text, string trace, string indent)
    {
        foreach (var line in trace.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append('\n').Append(indent).Append(line);
        }
    }

    private static string Of(ActorGroupRun run, ActorStatus status, int index)
    {
        var elapsed = Shown.Roughly(status.Elapsed);
        var state = status.State switch
        {
            ActorState.Waiting => $"waits until {Names([.. status.Actor.After.Select(each => each.Name)])} {(status.Actor.After.Count == 1 ? "is" : "are")} ready",
            ActorState.Starting => $"starting for {elapsed}",
            ActorState.Ready => $"ready, started {elapsed} ago",
            ActorState.Stopping => $"stopping, told {Shown.Roughly(status.SinceTold ?? TimeSpan.Zero)} ago, started {elapsed} ago",
            ActorState.Ended => $"ended after {elapsed}",
            ActorState.Failed => $"failed after {elapsed}",
            ActorState.Abandoned => $"abandoned, it did not stop within {Shown.Roughly(run.LimitOf(index))}",
            _ => "not started",
        };
        return state + Failure(status.Exception) + Running(status) + (Waiting.Blocked(status.BlocksThread ? status.Elapsed : null) is { } blocked ? $"; {blocked}" : "");
    }

    private static string Failure(Exception? exception) => exception is null ? "" : $" with {Shown.Line(ExceptionText.Of(exception))}";

    /// <summary>What else of it runs than its work.</summary>
    private static string Running(ActorStatus status) => (status.Running & ~ActorParts.Execute) switch
    {
        ActorParts.None => "",
        ActorParts.Hook => "; its hook runs",
        ActorParts.Callbacks => "; a callback of its token runs",
        _ => "; its hook and a callback of its token run",
    };

    private static string Before(ActorStatus status, ILookup<Actor, string> dependents) =>
        status is { SinceTold: null, Running: not ActorParts.None } && dependents.Contains(status.Actor) ? $", not told yet: {Names([.. dependents[status.Actor]])} {(dependents[status.Actor].Count() == 1 ? "is" : "are")} not over" : "";

    private static string Names(IReadOnlyList<string> all)
    {
        List<string> names = [];
        var count = 0;
        foreach (var each in all)
        {
            Waiting.Take(names, ref count, () => Shown.Quoted(each));
        }

        return Waiting.List(names, count);
    }
}
