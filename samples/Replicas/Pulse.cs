using Npgsql;

namespace Replicas;

/// <summary>Whether the database answers: for terms without a number, of which only silence has to be noticed. Those that ask together share one question.</summary>
internal sealed class Pulse(NpgsqlDataSource database)
{
    private readonly Lock _lock = new();
    private Task<bool>? _asked;

    public ValueTask<bool> ConfirmAsync()
    {
        lock (_lock)
        {
            return new(_asked is { IsCompleted: false } ? _asked : _asked = AskAsync());
        }
    }

    private async Task<bool> AskAsync()
    {
        await Task.Yield();
        await using var command = database.CreateCommand("select true");
        return await command.ExecuteScalarAsync() is true;
    }
}
