using OkRun.Async.Tests;

namespace OkRun.Async.Systematic;

/// <summary>What holds of every finished run whose actors all have a hook that writes.</summary>
internal static class Laws
{
    public static void CheckOutcome(ActorGroupRun run, Ledger ledger, IReadOnlyCollection<Exception> thrown, CancellationToken caller)
    {
        var failures = run.Completion.Exception?.InnerExceptions.ToList() ?? [];
        var late = failures.OfType<StopTimeoutException>().ToList();
        var others = failures.Except(late).ToHashSet();
        var abandoned = run.Actors.Where(status => status.State == ActorState.Abandoned).Select(status => status.Actor).ToList();
        Check.That(late.Count <= 1 && late.SelectMany(each => each.Actors).SequenceEqual(abandoned), "Law 11: one StopTimeoutException names the abandoned.");
        Check.That(others.Count == failures.Count - late.Count, "Law 12: each exception once.");
        Check.That(abandoned.Count > 0 ? others.IsSubsetOf(thrown) : others.SetEquals(thrown), $"Law 12: all that was thrown comes out, not {others.Count} of {thrown.Count}.");
        Check.That(run.Completion.IsFaulted == (failures.Count > 0), "Law 12: exceptions, and nothing else, make the run faulted.");
        Check.That(ReferenceEquals(run.First, ledger.First), "Law 6: the observer is told who was first.");

        var isCallers = ledger.Cause is OperationCanceledException && run.First is null;
        Check.That(run.Completion.IsCanceled || !isCallers || failures.Count > 0, "Law 12: canceled if the caller was first and nobody failed.");
        Check.That(!run.Completion.IsCanceled || caller.IsCancellationRequested, "Law 12: canceled only if the caller has cancelled.");
        Check.That(ledger.Cause is null || isCallers || ReferenceEquals(failures[0], ledger.Cause), "Law 12: the first exception in time is the first of the task.");
        var isFailed = run.First is not null && ledger.Cause is not null;
        Check.That(run.Ready.Status == TaskStatus.RanToCompletion || (isFailed ? ReferenceEquals(run.Ready.Exception?.InnerException, ledger.Cause) : run.Ready.IsCanceled), "Ready is settled once the run stops: with the cause, where an actor failed.");
    }

    /// <summary>Who was first is known, and so is the cause.</summary>
    /// <param name="first">Who stopped the run.</param>
    /// <param name="ledger">What the observer was told.</param>
    /// <param name="executed">What the work of each actor threw.</param>
    /// <param name="caller">The token of the caller; where there is one, no scenario calls Stop().</param>
    public static void CheckCause(Actor? first, Ledger ledger, IReadOnlyDictionary<Actor, Exception> executed, CancellationToken caller)
    {
        var isRight = (first, ledger.Cause) switch
        {
            (not null, var cause) => ReferenceEquals(executed.GetValueOrDefault(first), cause),
            (null, OperationCanceledException cause) => caller.IsCancellationRequested && cause.CancellationToken == caller,
            (null, var cause) => cause is null && !caller.CanBeCanceled,
        };
        Check.That(isRight, $"Law 7: the cause is what the first actor threw, or else the caller's cancellation, and not {ledger.Cause?.Message ?? "null"}.");
        foreach (var (actor, exception) in ledger.Ended)
        {
            var thrown = executed.GetValueOrDefault(actor);
            Check.That(ReferenceEquals(exception, thrown) || (exception is null && thrown is OperationCanceledException), $"Law 13: the observer is told what {actor.Name} threw.");
        }
    }

    public static void CheckLines(IReadOnlyList<ActorStatus> actors, Actor? first, IReadOnlyList<string> lines)
    {
        var abandoned = actors.Where(status => status.State == ActorState.Abandoned).Select(status => status.Actor.Name).ToHashSet();
        var last = lines.Last(line => !line.Split(' ').Any(abandoned.Contains));
        Check.That(lines.Count(line => line == "stopping") == 1 && last == "stopped", $"Law 10: nothing happens after the end: {string.Join(", ", lines)}");
        foreach (var (actor, state, _, _) in actors)
        {
            var name = actor.Name;
            if (state == ActorState.NotStarted)
            {
                Check.That(!lines.Any(line => line.EndsWith($" {name}", StringComparison.Ordinal)), $"Law 5: {name} never started, and nothing of it is called.");
                continue;
            }

            CheckStarted(actor, state == ActorState.Abandoned, lines);
        }

        var broken = OrderOfLines.Broken(actors, first, lines);
        Check.That(broken is null, $"Laws 4, 6, 8 and 9: {broken}");
    }

    private static void CheckStarted(Actor actor, bool isAbandoned, IReadOnlyList<string> lines)
    {
        var name = actor.Name;
        string[] once = isAbandoned ? [$"started {name}", $"told {name}"] : [$"started {name}", $"entered {name}", $"told {name}", $"hook of {name}", $"hook of {name} ended", $"ended {name}"];
        foreach (var line in once)
        {
            Check.That(lines.Count(each => each == line) == 1, $"Laws 2 and 8: '{line}' exactly once: {string.Join(", ", lines)}");
        }
    }
}
