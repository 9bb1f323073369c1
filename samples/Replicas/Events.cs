using System.Globalization;
using OkRun.Async;

namespace Replicas;

/// <summary>What happens, one line an event, for programs to read.</summary>
internal sealed class Events(TextWriter output)
{
    private readonly Lock _lock = new();

    public void Write(string line)
    {
        var at = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            output.WriteLine($"{at} {line}");
            output.Flush();
        }
    }
}

/// <summary>Tells of the terms of one name, and knows the present one.</summary>
internal sealed class Leadership(Events events) : LeaderObserver
{
    private LeaderTerm? _term;

    /// <summary>The term in which this replica leads; null while it does not.</summary>
    public LeaderTerm? Term => Volatile.Read(ref _term);

    public override void OnLeading(LeaderTerm term)
    {
        Volatile.Write(ref _term, term);
        Write("leading", term);
    }

    public override void OnLost(LeaderTerm term, string reason) => Write("lost", term);

    public override void OnStopped(LeaderTerm term, LeaderEnd end, TimeSpan elapsed)
    {
        Volatile.Write(ref _term, null);
        var reason = end switch
        {
            LeaderEnd.Stopped => "stop",
            LeaderEnd.Ended => "ended",
            LeaderEnd.Lost => "lost",
            _ => "failed",
        };
        Write("stopped-leading", term, $" reason={reason}");
    }

    public override void OnReleased(LeaderTerm term) => Write("released", term);

    private void Write(string what, LeaderTerm term, string more = "") => events.Write(string.Create(CultureInfo.InvariantCulture, $"{what} name={term.Name} term={term.Number}{more}"));
}
