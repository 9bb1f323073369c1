namespace OkRun.Async;

// What counts as a failure: law 13.
internal sealed partial class ActorRun
{
    /// <summary>Looks at how a task ended: an exception that is a normal end is none. No exception is rethrown for a normal end.</summary>
    private Exception[] FailuresOf(Task task, bool isCancelled, bool isExecution)
    {
        if (task.Exception is { } exception)
        {
            return FailuresAmong(exception.InnerExceptions, isCancelled, isExecution);
        }

        return task.IsCanceled && !isCancelled ? [CancellationOf(task)] : [];
    }

    /// <param name="exceptions">What was thrown.</param>
    /// <param name="isCancelled">Whether the actor was told to stop or the caller has cancelled: then a cancellation is a normal end.</param>
    /// <param name="isExecution">Whether it comes out of <c>execute</c>.</param>
    private Exception[] FailuresAmong(IEnumerable<Exception> exceptions, bool isCancelled, bool isExecution) =>
        [.. exceptions.Where(each => !(each is OperationCanceledException ? isCancelled : IsExpectedOnStop(each, isExecution)))];

    private bool IsExpectedOnStop(Exception exception, bool isExecution)
    {
        if (!IsTold)
        {
            return false;
        }

        try
        {
            return (isExecution && actor.EndsByClosing) || actor.ExpectedOnStop?.Invoke(exception) == true;
        }
#pragma warning disable CA1031 // a predicate that throws accepts nothing: the exception it was asked about stays a failure
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>Whether nothing but a cancellation came out of the task.</summary>
    private static bool IsCancelledOnly(Task task) =>
        task.IsCanceled || (task.Exception is { } exception && exception.InnerExceptions.All(static each => each is OperationCanceledException));

    private static OperationCanceledException CancellationOf(Task task)
    {
        try
        {
#pragma warning disable VSTHRD002 // the task has ended: this only unwraps its exception
            task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return new TaskCanceledException(task);
        }
        catch (OperationCanceledException exception)
        {
            return exception;
        }
    }

    /// <summary>Everything thrown comes wrapped, once for each source and task it went through. An aggregate that wraps nothing was thrown as it is.</summary>
    private static IEnumerable<Exception> Unwrapped(Exception thrown) =>
        thrown is AggregateException { InnerExceptions: { Count: > 0 } inner } && thrown.GetType() == typeof(AggregateException) ? inner.SelectMany(Unwrapped) : [thrown];
}
