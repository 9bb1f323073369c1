using System.Threading.Channels;

namespace OrderDesk;

/// <summary>The state machine: one reader of a bounded queue, which owns the orders and their log. For one run.</summary>
public sealed class OrderMachine(string folder, TimeProvider time, TextWriter warnings, int capacity = 1024)
{
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private volatile OrderBook _book = OrderBook.Empty;

    /// <summary>The orders as they are on disk: what a crash could take back is not shown.</summary>
    public OrderBook Book => _book;

    /// <summary>Puts a command into the queue. From then on it is carried out, even if its caller no longer waits for the answer.</summary>
    public Task<Answer> AskAsync(Command command)
    {
        var pending = new Pending(command);
        if (!_queue.Writer.TryWrite(pending))
        {
            pending.Refuse(Refusal.Busy);
        }

        return pending.Task;
    }

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ready);
        try
        {
            using var log = new OrderLog(folder);
            _book = log.Replay(warnings);
            ready();

            // To stop is to take no more commands. Those in the queue are carried out, so the token ends the queue and not the loop.
            using var stop = cancellationToken.UnsafeRegister(_ => _queue.Writer.TryComplete(), null);
            while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
            {
                Handle(log);
            }
        }
        finally
        {
            RefuseTheRest();
        }
    }

    /// <summary>Carries out what is in the queue, at one flush for all: decide, write, and only then publish and answer.</summary>
    private void Handle(OrderLog log)
    {
        var (book, now) = (_book, time.GetUtcNow());
        List<Order> changed = [];
        List<(Pending Pending, Answer Answer)> answers = [];
        try
        {
            while (answers.Count < capacity && _queue.Reader.TryRead(out var pending))
            {
                var answer = book.Decide(pending.Command, now);
                answers.Add((pending, answer));
                foreach (var order in answer is Accepted accepted ? accepted.Orders : [])
                {
                    book = book.TryWith(order) ?? throw new InvalidOperationException($"{order} was accepted against the rules.");
                    changed.Add(order);
                }
            }

            if (changed.Count > 0)
            {
                log.Append(changed);
            }
        }
        catch
        {
            // A disk that is full, perhaps. What was decided may be on it or not, so no caller is told that it is, and the machine stops.
            answers.ForEach(each => each.Pending.Refuse(Refusal.Stopped));
            throw;
        }

        _book = book;
        answers.ForEach(each => each.Pending.SetResult(each.Answer));
    }

    /// <summary>After a normal stop the queue is empty. After a failure a caller may still wait.</summary>
    private void RefuseTheRest()
    {
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var pending))
        {
            pending.Refuse(Refusal.Stopped);
        }
    }
}
