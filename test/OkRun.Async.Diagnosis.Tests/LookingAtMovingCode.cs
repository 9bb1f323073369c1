using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OkRun.Async.Tests;

/// <summary>The code that is looked at does not wait for those who look.</summary>
public partial class LookingAtMovingCode
{
    private const int Lookers = 4;
    private const int Looks = 2_500;

    /// <summary>How many texts are waited for: however busy the machine is, the chain has then moved.</summary>
    private const int Places = 10;

    public static TheoryData<string> Builds => Shape.Builds;

    [Theory, MemberData(nameof(Builds))]
    public async Task A_chain_that_never_stands_still(string build)
    {
        using var shape = await Shape.StartElsewhere(build, "Moving.Always");
        await Eventually.True(() => shape.Task is not null);
        using var deadline = new CancellationTokenSource(Deadline.Hung);
        var seen = new ConcurrentDictionary<string, int>();

        var lookers = Enumerable.Range(0, Lookers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var look = 0; (look < Looks || seen.Count < Places) && !deadline.IsCancellationRequested; look++)
                {
                    seen.AddOrUpdate(shape.Trace().ToString(), 1, (_, times) => times + 1);
                    Thread.Yield();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        await Task.WhenAll(lookers);

        Assert.False(shape.Task!.IsCompleted);
        Assert.InRange(seen.Values.Sum(), Lookers * Looks, int.MaxValue);
        Assert.InRange(seen.Count, Places, int.MaxValue);
        Assert.All(seen.Keys, text => Assert.All(text.Split(Environment.NewLine), line => Assert.Matches(Line(), line)));
        Assert.All(seen.Keys, text => Assert.Contains("at Demo.Moving.Always(", text.Split(Environment.NewLine)[^1], StringComparison.Ordinal));
    }

    [GeneratedRegex(
        @"^ {3,18}(at Demo\.\S+\(.*\)( in Moving\.cs(:line \d+)?)?|(one branch|\d+ branches):|awaits (a (semaphore|channel|TaskCompletionSource)|Task\.(Yield|Run|WhenAll|WhenAny).*)|through Task\.ContinueWith|has not begun.*|goes on.*|runs or blocks a thread.*)$")]
    private static partial Regex Line();
}
