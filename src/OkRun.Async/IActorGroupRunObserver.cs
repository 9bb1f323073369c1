namespace OkRun.Async;

/// <summary>For an <see cref="ActorGroupObserver"/> that needs the run itself: no event says, for example, that an interrupt hook hangs.</summary>
public interface IActorGroupRunObserver
{
    /// <summary>A run begins. Called first, before any actor starts, on the stack of the caller of <see cref="ActorGroup.Start"/> or <see cref="ActorGroup.RunAsync"/>. What it throws is ignored.</summary>
    /// <param name="run">The run. An observer may keep it to read <see cref="ActorGroupRun.Actors"/> later.</param>
    void OnStarting(ActorGroupRun run);
}
