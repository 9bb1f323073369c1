namespace OkRun.Async;

/// <summary>The outcome of a run in one line: what failed, and in which actor, or else why the run stopped.</summary>
internal sealed class Verdict
{
    private const int MostFailures = 8; // each has its line in the log

    private readonly List<(Actor Actor, string Text)> _failures = []; // and the lock
    private Actor? _first;
    private string _reason = "";
    private int _more;

    public bool HasFailed
    {
        get
        {
            lock (_failures)
            {
                return _failures.Count > 0;
            }
        }
    }

    public void StoppedFor(Actor? first, string reason)
    {
        lock (_failures)
        {
            (_first, _reason) = (first, reason);
        }
    }

    public void Failed(Actor actor, Exception exception) => Add(actor, $"'{actor.Name}' failed with {Readable.TypeAndMessage(exception)}");

    public void InterruptFailed(Actor actor, Exception exception) => Add(actor, $"interrupting '{actor.Name}' failed with {Readable.TypeAndMessage(exception)}");

    public void Abandoned(Actor actor) => Add(actor, $"'{actor.Name}' was abandoned");

    public override string ToString()
    {
        lock (_failures)
        {
            return _failures.Count == 0
                ? _reason
                : string.Join("; ", _failures.OrderBy(each => each.Actor != _first).Select(static each => each.Text)) + (_more > 0 ? $"; {_more} more" : "");
        }
    }

    private void Add(Actor actor, string text)
    {
        lock (_failures)
        {
            if (_failures.Count < MostFailures)
            {
                _failures.Add((actor, text));
            }
            else
            {
                _more++;
            }
        }
    }
}
