using Npgsql;
using OkRun.Async;

namespace Replicas;

/// <summary>The numbers of the terms. Whoever raises a number ends the term before it.</summary>
internal sealed class Terms(NpgsqlDataSource database)
{
    public async ValueTask<long> BeginAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("update terms set term = term + 1 where name = $1 returning term");
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellationToken) is long term ? term : throw new InvalidOperationException($"There are no terms of '{name}'.");
    }

    public async ValueTask<bool> ConfirmAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select term from terms where name = $1");
        command.Parameters.Add(new() { Value = term.Name });
        return await command.ExecuteScalarAsync(cancellationToken) is long newest && newest == term.Number;
    }
}
