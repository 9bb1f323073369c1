namespace OkRun.Async.Tests;

/// <summary>What one actor of a generated run is like, and how far the laws say it has come. It does only what the script says, or ends well once told.</summary>
internal sealed class ModelActor(int index)
{
    public string Name { get; } = $"{index}";

    public List<ModelActor> After { get; } = [];

    public bool IsAware { get; set; }

    public bool IsOneShot { get; set; }

    public bool ObeysItsToken { get; set; }

    /// <summary>Whether an <see cref="InvalidOperationException"/> is a normal end once the actor is told.</summary>
    public bool ExpectsToFail { get; set; }

    /// <summary>Whether its work keeps its thread, and returns its task, or throws, only when the script lets go of it.</summary>
    public bool BlocksItsThread { get; set; }

    public bool HookIsScripted { get; set; }

    public bool CallbackIsScripted { get; set; }

    public int? Limit { get; set; }

    public bool Started { get; set; }

    public bool Ready { get; set; }

    public bool Ended { get; set; }

    public bool Told { get; set; }

    public bool HookEnded { get; set; }

    public bool CallbackEnded { get; set; }

    public bool Abandoned { get; set; }

    public int ToldAt { get; set; }

    public Exception? Failure { get; set; }

    public bool IsOver => Abandoned || (Ended && Told && HookEnded && CallbackEnded);

    /// <summary>Whether an exception is a normal end of anything of this actor.</summary>
    public bool IsNormal(Exception? thrown, bool cancelled) => thrown switch
    {
        null => true,
        OperationCanceledException => Told || cancelled,
        InvalidOperationException => Told && ExpectsToFail,
        _ => false,
    };

    public ActorState State(bool stopping) => this switch
    {
        { Abandoned: true } => ActorState.Abandoned,
        { Started: false } => stopping ? ActorState.NotStarted : ActorState.Waiting,
        { Ended: true } => Failure is null ? ActorState.Ended : ActorState.Failed,
        { Told: true } => ActorState.Stopping,
        { Ready: true } => ActorState.Ready,
        _ => ActorState.Starting,
    };
}
