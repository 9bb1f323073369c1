using System.Globalization;
using Npgsql;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>A PostgreSQL server of our own, in a folder that is deleted afterwards.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";
    private static readonly string? _binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("okrun-postgres");

    private PostgresServer()
    {
    }

    /// <summary>Why there can be no server here; null if there can.</summary>
    public static string? Missing => _binaries is null ? "PostgreSQL is not installed: there is no /usr/lib/postgresql/*/bin/initdb. See .ci/databases." : null;

    public int Port { get; } = Server.FreePort();

    public string ConnectionString => ConnectionStringAt(Port);

    /// <summary>The connection string through something else that listens.</summary>
    public static string ConnectionStringAt(int port) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username={User};Database={User}");

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        if (!OperatingSystem.IsWindows())
        {
            server._folder.UnixFileMode = (UnixFileMode)0b111_111_111; // the server's user writes there
        }

        await Server.RunAsync(User, Path.Combine(_binaries!, "initdb"), "--auth=trust", $"--username={User}", "--no-sync", "-D", server.Data);
        await server.StartAgainAsync();
        return server;
    }

    public Task StartAgainAsync() => Server.RunAsync(
        User, Path.Combine(_binaries!, "pg_ctl"), "-w", "-D", Data, "-l", Path.Combine(_folder.FullName, "log"), "-o",
        string.Create(CultureInfo.InvariantCulture, $"-c listen_addresses=127.0.0.1 -c fsync=off -p {Port} -k {_folder.FullName}"), "start");

    /// <param name="mode">fast: sessions are ended; immediate: as if it had been killed.</param>
    public Task StopAsync(string mode) => Server.RunAsync(User, Path.Combine(_binaries!, "pg_ctl"), "-w", "-D", Data, "-m", mode, "stop");

    public async Task<object?> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task<IReadOnlyList<string>> LinesAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync("immediate");
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");
}
