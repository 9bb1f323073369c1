using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OkRun.Async.Replicas.Drills;

/// <summary>One line that a replica has written.</summary>
internal sealed record Said(string Replica, DateTimeOffset At, string What, IReadOnlyDictionary<string, string> With)
{
    public long Term => long.Parse(With["term"], CultureInfo.InvariantCulture);

    public string Name => With["name"];
}

/// <summary>A replica in a process of its own, on a cable of its own.</summary>
internal sealed class ReplicaProcess : IAsyncDisposable
{
    private readonly Process _process;

    public ReplicaProcess(string id, PostgresServer server, bool isPlain, Action<Said> said)
    {
        Id = id;
        Cable = new(server.Port);
        string[] program = isPlain ? ["OkRun.Async.Replicas.Drills.dll", "plain-replica"] : ["Replicas.dll"];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, program[0]), .. program.Skip(1), "--id", id, "--db", PostgresServer.ConnectionStringAt(Cable.Port),
            "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Server.FreePort()}"), "--tick-ms", "250", "--lease", "6", "--partitions", "6",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Split(' ') is [var at, var what, .. var with])
            {
                said(new(id, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), what, with.Select(each => each.Split('=')).ToDictionary(each => each[0], each => each[1])));
            }
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } error)
            {
                Console.Error.WriteLine($"{id}: {error}");
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Id { get; }

    public Cable Cable { get; }

    public bool HasExited => _process.HasExited;

    public void Send(Posix signal)
    {
        if (Kill(_process.Id, (int)signal) != 0)
        {
            throw new InvalidOperationException($"Replica {Id} cannot be sent {signal}.");
        }
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await ExitAsync();
        _process.Dispose();
        await Cable.DisposeAsync();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

internal enum Posix
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
