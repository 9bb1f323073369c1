using OkRun.Async;

namespace Replicas;

/// <summary>The partitions that this replica holds. Their work is to be held, and to say so.</summary>
internal sealed class Partitions(Events events)
{
    private readonly SortedSet<string> _held = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Held
    {
        get
        {
            lock (_held)
            {
                return [.. _held];
            }
        }
    }

    /// <summary>The group of a partition: it is held until its hook is told why it is not to be any more.</summary>
    public ActorGroup Hold(string partition)
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        return
        [
            new Actor("hold", async _ =>
            {
                SetHeld(partition, isHeld: true);
                events.Write($"partition-started name={partition}");
                var reason = await told.Task;
                SetHeld(partition, isHeld: false);
                events.Write($"partition-stopped name={partition} reason={reason}");
            })
            {
                Interrupt = (cause, _) =>
                {
                    told.TrySetResult(cause switch
                    {
                        null => "rebalance",
                        LeadershipLostException => "lost",
                        _ => "stop",
                    });
                    return Task.CompletedTask;
                },
            },
        ];
    }

    private void SetHeld(string partition, bool isHeld)
    {
        lock (_held)
        {
            _ = isHeld ? _held.Add(partition) : _held.Remove(partition);
        }
    }
}
