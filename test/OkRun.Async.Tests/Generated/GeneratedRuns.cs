using CsCheck;

namespace OkRun.Async.Tests;

/// <summary>
/// Thousands of random groups under random events, each compared with the model of the laws. A failure is shrunk, and names its seed: put it into
/// <see cref="Replayed"/>, or into the environment as CsCheck_Seed, to play it again. CsCheck_Iter plays more.
/// </summary>
public class GeneratedRuns
{
    private const string? Replayed = null;

    private static readonly long _groups = long.TryParse(Environment.GetEnvironmentVariable("CsCheck_Iter"), out var groups) ? groups : 20_000;

    [Fact]
    public Task Random_groups_keep_the_laws() => Schedule.Any.SampleAsync(PlayAsync, seed: Replayed, iter: _groups, threads: 4);

    private static async Task PlayAsync(Schedule schedule)
    {
        using var played = new PlayedRun(schedule);
        try
        {
            await played.PlayAsync();
        }
#pragma warning disable CA1031 // whatever went wrong, what was played is what a reader needs
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Assert.Fail($"{exception.Message}\n{played}\n{exception.StackTrace}");
        }
    }
}
