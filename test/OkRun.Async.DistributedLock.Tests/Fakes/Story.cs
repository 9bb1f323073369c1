namespace OkRun.Async.DistributedLock.Tests;

/// <summary>What most of these tests need: a service, a clock, and one record of what the service, the leaders and the actors do.</summary>
internal sealed class Story
{
    public Story()
        : this(seesLosses: true)
    {
    }

    public Story(bool seesLosses) => Service = new(Recorder) { SeesLosses = seesLosses };

    public Recorder Recorder { get; } = new();

    public FakeService Service { get; }

    public CountingClock Clock { get; } = new();

    public List<Exception> Outages { get; } = [];

    public List<string> Reasons { get; } = [];

    public LeaderOptions Options => new() { TimeProvider = Clock, Observer = new Observer(this, "") };

    public LeaderObserver ObserverOf(string replica) => new Observer(this, $"{replica} ");

    /// <summary>An actor that records its start and its end, and ends when told.</summary>
    public Actor Recording(string name) => new(name, async token =>
    {
        Recorder.Write($"began {name}");
        await Work.UntilTold(token);
        Recorder.Write($"finished {name}");
    });

    public Task Seen(string line) => Recorder.Seen(line);

    /// <summary>Lets time pass, in steps, until the line has been recorded.</summary>
    public async Task PassUntil(string line, TimeSpan step)
    {
        await Eventually.True(() =>
        {
            Clock.Advance(step);
            return Recorder.Count(line) > 0;
        });
    }

    private sealed class Observer(Story story, string who) : LeaderObserver
    {
        public override void OnWaiting(string name) => story.Recorder.Write($"{who}waiting {name}");

        public override void OnUnavailable(string name, Exception exception)
        {
            lock (story.Outages)
            {
                story.Outages.Add(exception);
            }

            story.Recorder.Write($"{who}unavailable {name}");
        }

        public override void OnLeading(LeaderTerm term) => story.Recorder.Write($"{who}leading {term.Name} {term.Number}");

        public override void OnLost(LeaderTerm term, string reason)
        {
            lock (story.Reasons)
            {
                story.Reasons.Add(reason);
            }

            story.Recorder.Write($"{who}lost term {term.Name} {term.Number}");
        }

        public override void OnStopped(LeaderTerm term, LeaderEnd end, TimeSpan elapsed) => story.Recorder.Write($"{who}stopped {term.Name} {term.Number} {end}");

        public override void OnReleased(LeaderTerm term) => story.Recorder.Write($"{who}let go {term.Name} {term.Number}");
    }
}
