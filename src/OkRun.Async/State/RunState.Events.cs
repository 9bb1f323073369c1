namespace OkRun.Async;

// What each event does to the state.
internal sealed partial class RunState
{
    public void Apply(in RunEvent happened)
    {
        var actor = happened.Actor;
        switch (happened.Kind)
        {
            case RunEventKind.Begun:
                Begin(happened.Now);
                break;
            case RunEventKind.StartAnnounced:
                _isDraining = false;
                break;
            case RunEventKind.StartEnded:
                _isWaiting = true;
                break;
            case RunEventKind.StopRequested:
                Stop(null, happened.Failures?[0]);
                break;
            case RunEventKind.Entered:
                Enter(actor, happened.Now);
                break;
            case RunEventKind.SaidReady:
                BecomeReady(actor, happened.Now);
                break;
            case RunEventKind.ReadyAnnounced:
                Release(actor, happened.Now);
                break;
            case RunEventKind.ExecutionEnded:
                End(actor, happened.Failures!, happened.Now, isWithdrawn: false);
                break;
            case RunEventKind.ExecutionWithdrawn:
                End(actor, [], happened.Now, isWithdrawn: true);
                break;
            case RunEventKind.TokenCancelled:
                MarkCancelled(actor);
                break;
            case RunEventKind.CallbacksEnded:
                MarkCancelled(actor);
                EndPart(actor, ActorParts.Callbacks, happened.Failures!);
                break;
            case RunEventKind.HookEnded:
                EndPart(actor, ActorParts.Hook, happened.Failures!);
                break;
            case RunEventKind.LimitFailed:
                EndPart(actor, ActorParts.None, happened.Failures!);
                break;
            case RunEventKind.TimedOut:
                TimeOut(actor, happened.Now);
                break;
            case RunEventKind.InnerReported:
                ReportInner(actor, happened.Payload!);
                break;
        }
    }

    /// <summary>What happens inside an actor that was abandoned, or after the run, reaches no observer of the run.</summary>
    private void ReportInner(int actor, object report)
    {
        if (_actors[actor].IsOpen(ActorParts.Execute))
        {
            Announce(EffectKind.AnnounceInner, actor, report);
        }
    }
}
