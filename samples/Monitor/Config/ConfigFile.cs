namespace Monitoring;

/// <summary>The config in force, and the file it is read from: at the start, and where a signal or a client asks for it, one at a time.</summary>
public sealed class ConfigFile(string path, TextWriter errors)
{
    private readonly string _path = Path.GetFullPath(path);
    private readonly Channel<TaskCompletionSource<string?>> _requests = Channel.CreateUnbounded<TaskCompletionSource<string?>>();
    public Latest<IReadOnlyList<ScrapeJob>> Jobs { get; } = new([]);
    public bool IsLastLoadGood { get; private set; }

    /// <summary>Reads the file and puts it into force, or changes nothing and throws an <see cref="InvalidDataException"/>: the file, the place and the reason.</summary>
    public async Task LoadAsync()
    {
        IReadOnlyList<ScrapeJob>? jobs = null;
        try { Jobs.Replace(jobs = ConfigReader.Read(await File.ReadAllTextAsync(_path), Path.GetDirectoryName(_path)!)); }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException) { throw new InvalidDataException($"{_path}: {exception.Message}", exception); }
        finally { IsLastLoadGood = jobs is not null; }
    }

    /// <summary>Takes SIGHUP.</summary>
    public void Take(PosixSignalContext signal) { signal.Cancel = true; _ = AskAsync(); } // its default is to kill

    /// <summary>Asks for a reload and waits for it. Returns why it was refused, null if it was not.</summary>
    public Task<string?> AskAsync()
    {
        var request = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _requests.Writer.TryWrite(request) ? request.Task : Task.FromResult<string?>("Monitor stops.");
    }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(() => _requests.Writer.TryComplete()); // what was asked for before is still answered
        await foreach (var request in _requests.Reader.ReadAllAsync(CancellationToken.None))
        {
            try { await LoadAsync(); request.SetResult(null); }
            catch (InvalidDataException exception)
            {
                await errors.WriteLineAsync($"The config stays as it was. {exception.Message}");
                request.SetResult(exception.Message);
            }
        }
    }
}
