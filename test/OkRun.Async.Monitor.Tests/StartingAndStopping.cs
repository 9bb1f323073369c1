using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using OkRun.Async.Samples.Tests.Daemon.Faults;

namespace OkRun.Async.Monitor.Tests;

public sealed class StartingAndStopping : IDisposable
{
    private readonly Folder _folder = new();

    private string Database => Path.Combine(_folder.Path, "db", "monitor.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("--config", "c", "--storage", "s")]
    [InlineData("--config", "c", "--storage", "s", "--urls")]
    [InlineData("--config", "c", "--storage", "s", "--urls", "nonsense")]
    [InlineData("--config", "c", "--storage", "s", "--urls", "http://127.0.0.1:1", "--retention", "1.5d")]
    [InlineData("--config", "c", "--storage", "s", "--urls", "http://127.0.0.1:1", "--more", "1")]
    [InlineData("--config", "c", "--config", "c", "--storage", "s", "--urls", "http://127.0.0.1:1")]
    public async Task Another_command_line_is_answered_by_the_usage(params string[] arguments)
    {
        await using var program = new Child("Monitor", arguments);

        Assert.Equal(2, await program.ExitAsync());
        Assert.Equal(MonitorOptions.Usage, program.Errors.ToString());
    }

    [Theory]
    [InlineData("scrape_configs: [{job_name: a}, {job_name: a}]", "more than one job")]
    [InlineData("global: [", "line 2")]
    public async Task A_broken_first_config_ends_it_and_the_port_is_never_open(string config, string reason)
    {
        await using var monitor = new MonitorProcess(_folder, config);

        Assert.Equal(1, await monitor.Child.ExitAsync());
        Assert.Contains(reason, monitor.Child.Errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("web         started", monitor.Child.Errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("ok", await CheckAsync());
    }

    [Fact]
    public async Task The_port_stays_shut_while_another_process_locks_the_storage()
    {
        await using var other = await LockTheStorageAsync();
        await using var monitor = new MonitorProcess(_folder, "");
        await monitor.Child.Errors.WithAsync("config      ready");

        for (var locked = Stopwatch.StartNew(); locked.Elapsed < TimeSpan.FromSeconds(4);)
        {
            Assert.False(await monitor.AnswersAsync());
            await Eventually.RestAsync();
        }

        Assert.False(monitor.Child.HasExited);
        await ExecuteAsync(other, "COMMIT");
        await monitor.ReadyAsync();
        Assert.True(await monitor.AnswersAsync());
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_the_storage()
    {
        await using var other = await LockTheStorageAsync();
        await using var monitor = new MonitorProcess(_folder, "");
        await monitor.Child.Errors.WithAsync("config      ready");

        monitor.Child.Send(Posix.Terminate);

        Assert.Equal(0, await monitor.Child.ExitAsync());
    }

    [Theory]
    [InlineData("/dev/null/db")]
    [InlineData("/proc/monitor")]
    public async Task A_storage_that_is_not_to_be_had_ends_it(string storage)
    {
        await using var monitor = new MonitorProcess(_folder, "", storage: storage);

        Assert.Equal(1, await monitor.Child.ExitAsync());
        Assert.Contains("'storage' failed", monitor.Child.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_ends_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var monitor = new MonitorProcess(_folder, "", ((IPEndPoint)taken.LocalEndpoint).Port);

        Assert.Equal(1, await monitor.Child.ExitAsync());
        Assert.Contains("stopping: 'web' failed", monitor.Child.Errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("ok", await CheckAsync());
    }

    [Theory]
    [InlineData(Posix.Terminate)]
    [InlineData(Posix.Interrupt)]
    public async Task A_signal_stops_it_in_order_whatever_a_target_does(int signal)
    {
        await using var exporter = await Exporter.StartAsync();
        await using var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "count", "hanging").Replace("200ms", "5s", StringComparison.Ordinal).Replace("/count,", "/count, scrape_interval: 200ms,", StringComparison.Ordinal));
        await monitor.ReadyAsync();
        await exporter.Hanging;
        await MonitorProcess.UntilAsync(async () => (await monitor.QueryAsync("counted")).Count.ToString(CultureInfo.InvariantCulture), "1");
        var stored = (await monitor.ResultAsync("counted[1h]")).Single().GetProperty("values").GetArrayLength();

        var stop = Stopwatch.StartNew();
        monitor.Child.Send(signal);

        Assert.Equal(0, await monitor.Child.ExitAsync());
        Assert.InRange(stop.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal(["web", "scrape", "storage"], monitor.Child.Errors.Written.Where(line => line.Contains(" ended after ", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).Where(name => name is "web" or "scrape" or "storage"));
        Assert.Equal("ok", await CheckAsync());
        Assert.False(File.Exists($"{Database}-wal")); // closed
        await using var next = new MonitorProcess(_folder, "");
        await next.ReadyAsync();
        Assert.InRange((await next.ResultAsync("counted[1h]")).Single().GetProperty("values").GetArrayLength(), stored, exporter.Counted.Count);
    }

    [Fact]
    public async Task Kill_loses_nothing_that_is_older_than_two_seconds()
    {
        int safe;
        await using var exporter = await Exporter.StartAsync();
        await using (var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "count").Replace("200ms", "1s", StringComparison.Ordinal)))
        {
            await monitor.ReadyAsync();
            await MonitorProcess.UntilAsync(() => Task.FromResult($"{exporter.Counted.Count >= 5}"), "True"); // four seconds and more

            monitor.Child.Send(Posix.Kill);
            safe = exporter.Counted.Count(time => time < Environment.TickCount64 - 2000);
            Assert.Equal(128 + Posix.Kill, await monitor.Child.ExitAsync());
        }

        await using var next = new MonitorProcess(_folder, "");
        await next.ReadyAsync();
        var values = (await next.ResultAsync("counted[1h]")).Single().GetProperty("values").EnumerateArray().Select(pair => pair[1].GetString()).ToList();
        var first = int.Parse(values[0]!, CultureInfo.InvariantCulture); // the very first may take longer than it may
        Assert.InRange(safe, first + 1, int.MaxValue);
        Assert.Equal(Enumerable.Range(first, safe - first + 1).Select(count => $"{count}"), values.Take(safe - first + 1));
    }

    [SmallDiskFact]
    public async Task A_full_disk_ends_it_and_it_starts_again_when_there_is_room()
    {
        using var disk = new SmallDisk(kibibytes: 512);
        await using var exporter = await Exporter.StartAsync();
        exporter["many"] = string.Concat(Enumerable.Range(0, 2000).Select(n => $"many{{n=\"{n}\"}} {n}\n"));
        await using (var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "count", "many"), storage: disk.Path))
        {
            Assert.Equal(1, await monitor.Child.ExitAsync());
            Assert.Contains("stopping: 'storage' failed with SqliteException: SQLite Error 13: 'database or disk is full'", monitor.Child.Errors.ToString(), StringComparison.Ordinal);
        }

        disk.Grow(kibibytes: 65_536);
        await using var next = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "count", "many"), storage: disk.Path);
        await next.ReadyAsync();
        await MonitorProcess.UntilAsync(async () => $"{(await next.QueryAsync("many")).Count}", "2000");
    }

    private async Task<SqliteConnection> LockTheStorageAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Database)!);
        var other = new SqliteConnection($"Data Source={Database};Pooling=False");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN EXCLUSIVE");
        return other;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // each is a constant
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> CheckAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return (string)(await check.ExecuteScalarAsync())!;
    }
}
