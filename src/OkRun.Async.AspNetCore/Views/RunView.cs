using System.Text.Json.Serialization;

namespace OkRun.Async.Views;

/// <summary>An earlier run.</summary>
/// <param name="Number">Its number, for <c>?group=…&amp;run=…</c>.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it was over, or was last known to go on.</param>
/// <param name="State">How it ended.</param>
/// <param name="Actor">The actor that failed, was abandoned, was waited for to the last, or stopped it.</param>
/// <param name="Exception">The first failure.</param>
internal sealed record RunView(int Number, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, GroupState State, string? Actor, ExceptionView? Exception)
{
    /// <summary>The exit code, of a run whose process has exited.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    public static RunView? Of(GroupView? run)
    {
        if (run is null)
        {
            return null;
        }

        var failed = run.Actors.Where(actor => actor.Exception is not null).MinBy(actor => actor.FailedMs);
        var abandoned = run.Actors.FirstOrDefault(actor => actor.State == ActorState.Abandoned);
        var hanging = run.State == GroupState.Lost && run.WaitingFor.Count > 0 ? run.WaitingFor[0].Actor : null;
        var guilty = run.Stop?.Exception is null ? failed?.Name ?? abandoned?.Name ?? hanging : null;
        return new(
            run.Number ?? 0, run.StartedAt, run.StartedAt?.AddMilliseconds(run.StoppedMs ?? run.ElapsedMs), run.State, guilty ?? run.Stop?.Actor, run.Stop?.Exception ?? failed?.Exception)
        {
            ExitCode = run.ExitCode,
        };
    }
}
