namespace OrderDesk;

/// <summary>A command in the queue, and the answer that its caller waits for.</summary>
internal sealed class Pending(Command command) : TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Command Command { get; } = command;

    public void Refuse(Refusal reason) => SetResult(new Refused(reason, reason == Refusal.Busy
        ? "The queue takes no more commands now. Try again in a moment."
        : "The order desk has stopped before it could say whether this was done."));
}
