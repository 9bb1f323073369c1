namespace OkRun.Async.Tests;

/// <summary>Thousands of random groups under random events, each compared with the model of the laws. A failure names its seed, and <see cref="A_seed_replays"/> plays it again.</summary>
public class GeneratedRuns
{
    private const int Groups = 1_500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_groups_keep_the_laws(int part)
    {
        for (var seed = part * Groups; seed < (part + 1) * Groups; seed++)
        {
            await PlayAsync(seed);
        }
    }

    [Theory]
    [InlineData(20_26)]
    public Task A_seed_replays(int seed) => PlayAsync(seed);

    private static async Task PlayAsync(int seed)
    {
        using var played = new PlayedRun(seed);
        try
        {
            await played.PlayAsync();
        }
#pragma warning disable CA1031 // whatever went wrong, the seed is what a reader needs first
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Assert.Fail($"Seed {seed}: {exception.Message}\n{played}\n{exception.StackTrace}");
        }
    }
}
