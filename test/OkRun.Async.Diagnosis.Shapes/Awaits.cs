using System.Runtime.CompilerServices;

namespace Demo;

/// <summary>Ways to await. Each begins, and waits for its gate. A test finds the line of an await by its mark.</summary>
internal static class Awaits
{
    public static async Task Leaf(Action began, Task gate)
    {
        await gate; // at: Leaf
        began();
    }

    public static async Task Nested(Action began, Task gate)
    {
        await Leaf(began, gate); // at: Nested
        await Task.Yield();
    }

    public static async Task Second(Action began, Task gate)
    {
        await Task.CompletedTask;
        await Numbered(1, gate);
        for (var round = 0; round < 1; round++)
        {
            await Task.CompletedTask;
            _ = await Numbered(await Numbered(2, Task.CompletedTask), gate); // at: Second
        }

        began();
    }

    private static async Task<int> Numbered(int number, Task gate)
    {
        if (number > 1)
        {
            await gate; // at: Numbered
        }

        return number;
    }

    public static async Task Configured(Action began, Task gate) => await Leaf(began, gate).ConfigureAwait(false); // at: Configured

    public static async Task Suppressed(Action began, Task gate) => await Leaf(began, gate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // at: Suppressed

    public static async Task Valued(Action began, Task gate)
    {
        await ValueOf(gate); // at: Valued
        began();
    }

    private static async ValueTask<string> ValueOf(Task gate)
    {
        await PlainValueOf(gate).ConfigureAwait(false); // at: ValueOf
        return "";
    }

    private static async ValueTask PlainValueOf(Task gate) => await gate; // at: PlainValueOf

    public static async Task Pooled(Action began, Task gate)
    {
        await PooledValueOf(gate); // at: Pooled
        began();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask PooledValueOf(Task gate) => await gate; // at: PooledValueOf

    public static async Task AsTask(Action began, Task gate)
    {
        await PooledValueOf(gate).AsTask(); // at: AsTask
        began();
    }

    public static async Task Iterated(Action began, Task gate)
    {
        await foreach (var number in Numbers(gate).ConfigureAwait(false)) // at: Iterated
        {
            began();
        }
    }

    private static async IAsyncEnumerable<int> Numbers(Task gate, [EnumeratorCancellation] CancellationToken token = default)
    {
        yield return 1;
        await gate.WaitAsync(token); // at: Numbers
        yield return 2;
    }

    public static async Task Disposed(Action began, Task gate)
    {
        await using (new Disposable(gate)) { began(); } // at: Disposed
    }

    private sealed class Disposable(Task gate) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await gate; // at: DisposeAsync
    }

    public static async Task Finally(Action began, Task gate)
    {
        try
        {
            await Task.FromException(new InvalidOperationException());
        }
        catch (InvalidOperationException)
        {
            await Task.CompletedTask;
        }
        finally
        {
            await gate; // at: Finally
            began();
        }
    }

    /// <summary>The compiler numbers the awaits that it removes, too.</summary>
    public static async Task Unreached(Action began, Task gate)
    {
        const bool Never = false;
        if (Never)
        {
#pragma warning disable CS0162 // that is the point
            await Task.Yield();
#pragma warning restore CS0162
        }

        await Task.CompletedTask;
        await gate; // at: Unreached
        await Task.CompletedTask;
        began();
    }

    public static async Task Twelfth(Action began, Task gate)
    {
        var done = Task.CompletedTask;
        await done; await done; await done; await done;
        await done; await done; await done; await done;
        await done; await done; await done;
        await gate; // at: Twelfth
        began();
    }

    public static Task Deep(Action began, Task gate) => DeepAsync(300, gate);

    public static Task TooDeep(Action began, Task gate) => DeepAsync(2_500, gate);

    private static async Task DeepAsync(int depth, Task gate)
    {
        if (depth > 1)
        {
            await DeepAsync(depth - 1, gate); // at: Deeper
        }
        else
        {
            await gate; // at: Deepest
        }
    }
}
