namespace OkRun.Async.Tests;

#pragma warning disable CA1032 // these are made in one way only
/// <summary>Stands in the model for what the core says of an actor that returned no task.</summary>
internal sealed class NullTask(string name) : InvalidOperationException($"Actor '{name}' returned a null task.");

/// <summary>Stands in the model for the cause of a run that its caller has cancelled.</summary>
internal sealed class CallersCancellation(CancellationToken caller) : OperationCanceledException(caller);
#pragma warning restore CA1032

/// <summary>Compares exceptions of the model with those of a run: they are the same instances, but for those that the core makes.</summary>
internal static class MadeByTheCore
{
    public static bool IsSame(Exception? expected, Exception? actual) => expected switch
    {
        NullTask => actual is InvalidOperationException && actual.Message == expected.Message,
        CallersCancellation caller => actual is OperationCanceledException cancellation && cancellation.CancellationToken == caller.CancellationToken,
        _ => ReferenceEquals(expected, actual),
    };

    public static void AssertSame(IEnumerable<Exception?> expected, IEnumerable<Exception?> actual)
    {
        var (model, run) = (expected.ToList(), actual.ToList());
        Assert.True(model.Count == run.Count && model.Zip(run, IsSame).All(isSame => isSame), $"Not '{Text(model)}' but '{Text(run)}'.");
    }

    private static string Text(List<Exception?> exceptions) => string.Join("', '", exceptions.Select(exception => exception?.Message ?? "none"));
}
