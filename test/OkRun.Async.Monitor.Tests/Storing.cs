using Microsoft.Data.Sqlite;

namespace OkRun.Async.Monitor.Tests;

public sealed class Storing : IDisposable
{
    private static readonly Labels _a = new([new("__name__", "a")]);
    private static readonly long _now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_appended_is_there_again_to_the_last_bit()
    {
        double[] values = [1, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 0.1 + 0.2];
        await OpenAsync(async store =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                await store.AppendAsync([new(_a, values[i])], [], _now + i);
            }
        });

        await OpenAsync(store =>
        {
            var (labels, points) = Assert.Single(store.Read(_ => true, _now, _now + 100));
            Assert.Equal(_a, labels);
            Assert.Equal(values.Select((value, i) => new Point(_now + i, BitConverter.DoubleToInt64Bits(value))), points);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public Task Of_two_samples_with_one_time_the_first_is_kept_and_an_older_one_is_not() => OpenAsync(async store =>
    {
        await store.AppendAsync([new(_a, 1, _now), new(_a, 2, _now), new(_a, 3, _now - 1), new(_a, 4, _now + 3_600_000)], [], _now);

        Assert.Equal(["1"], TextOf(store, _now - 10, _now + 4_000_000));
    });

    [Fact]
    public Task Ends_are_included() => OpenAsync(async store =>
    {
        await store.AppendAsync([new(_a, 1)], [], _now);
        await store.AppendAsync([new(_a, 2)], [], _now + 10);

        Assert.Equal(["1", "2"], TextOf(store, _now, _now + 10));
        Assert.Equal(["1"], TextOf(store, _now, _now + 9));
        Assert.Equal([], TextOf(store, _now + 1, _now + 9));
    });

    [Theory]
    [InlineData(null, 0, 1)]
    [InlineData(-60_000L, 0, 1)] // with a time of its own it vanishes all the same
    public Task A_series_that_has_vanished_is_given_no_more_until_it_is_back(long? age, int whenGone, int whenBack) => OpenAsync(async store =>
    {
        var selector = Selector.Parse("a");
        await store.AppendAsync([new(_a, 1, _now + age)], [], _now);
        Assert.Single(Query.At(store, selector, _now));

        await store.AppendAsync([], [_a], _now + 1000);
        Assert.Equal(whenGone, Query.At(store, selector, _now + 1000).Count());

        await store.AppendAsync([new(_a, 1, _now + age)], [], _now + 2000);
        Assert.Equal(whenBack, Query.At(store, selector, _now + 2000).Count());
    });

    [Fact]
    public Task Steps_look_five_minutes_back_and_stop_at_a_mark() => OpenAsync(async store =>
    {
        await store.AppendAsync([new(_a, 1)], [], _now);
        await store.AppendAsync([new(_a, 2)], [], _now + 10_000);
        await store.AppendAsync([], [_a], _now + 20_000);
        await store.AppendAsync([new(_a, 3)], [], _now + 30_000);

        var (_, points) = Assert.Single(Query.Steps(store, Selector.Parse("a"), _now - 5000, _now + 400_000, 5000));

        Assert.Equal(Enumerable.Range(0, 67).Except([4, 5]).Select(step => _now + (step * 5000)), points.Select(point => point.Time));
        Assert.Equal(["1", "1", "2", "2", "3"], points.Take(5).Select(point => point.Text));
    });

    [Fact]
    public async Task What_is_too_old_is_forgotten_and_so_is_a_series_with_nothing_left() => await OpenAsync(async store =>
    {
        var b = new Labels([new("__name__", "b")]);
        using var stop = new CancellationTokenSource();
        await store.AppendAsync([new(_a, 1, _now - 60_000), new(b, 1, _now - 60_000)], [], _now);
        await store.AppendAsync([new(_a, 2)], [], _now);

        var forgetting = store.ForgetAsync(TimeSpan.FromSeconds(30), stop.Token);
        await Eventually.True(() => store.Read(_ => true, 0, _now).Count() == 1);
        await stop.CancelAsync();

        Assert.Equal(["2"], TextOf(store, 0, _now));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forgetting);
    });

    private static IEnumerable<string> TextOf(Store store, long from, long to) => store.Read(_ => true, from, to).SelectMany(series => series.Points).Select(point => point.Text);

    private async Task OpenAsync(Func<Store, Task> use)
    {
        var store = new Store(_folder.Path);
        var ready = new Signal();
        using var stop = new CancellationTokenSource();
        var run = store.RunAsync(ready.Happen, stop.Token);
        await ready;
        try
        {
            await use(store);
        }
        finally
        {
            await stop.CancelAsync();
            await run.EndOrHang();
            await store.CloseAsync();
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "monitor.db")};Pooling=False");
        await connection.OpenAsync();
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", await check.ExecuteScalarAsync());
    }
}
