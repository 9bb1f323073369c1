namespace Demo;

/// <summary>Code that waits for several, and code on other threads.</summary>
internal sealed class Branches(Task gate)
{
    private Task? _held;

    public static async Task AllOfLocals(Action began, Task gate)
    {
        var left = Awaits.Leaf(began, gate);
        var done = Task.CompletedTask;
        Task[] others = [Awaits.Nested(began, gate)];
        await Task.WhenAll([left, done, .. others]); // at: AllOfLocals
        GC.KeepAlive((left, done, others));
    }

    public static async Task AllOfNothing(Action began, Task gate) => await Task.WhenAll(Awaits.Leaf(began, gate), Awaits.Leaf(began, gate), Task.CompletedTask); // at: AllOfNothing

    public static Task AllOfFields(Action began, Task gate) => new Branches(gate).AllAsync(began);

    private async Task AllAsync(Action began)
    {
        _held = Awaits.Leaf(began, gate);
        await Task.WhenAll(_held, Awaits.Leaf(began, gate)); // at: AllOfFields
    }

    public static async Task AllWithResults(Action began, Task gate) => await Task.WhenAll(OneAsync(gate), OneAsync(gate)); // at: AllWithResults

    private static async Task<int> OneAsync(Task gate)
    {
        await gate; // at: One
        return 1;
    }

    public static async Task AnyOfTwo(Action began, Task gate) => await Task.WhenAny(OneAsync(gate), Awaits.Leaf(began, gate)); // at: AnyOfTwo

    public static async Task AnyOfThree(Action began, Task gate) => await Task.WhenAny(Awaits.Leaf(began, gate), Awaits.Leaf(began, gate), gate); // at: AnyOfThree

    public static async Task AnyOfMany(Action began, Task gate) => await Task.WhenAny(Enumerable.Range(0, 60).Select(_ => Awaits.Leaf(began, gate))); // at: AnyOfMany

    public static async Task Run(Action began, Task gate)
    {
        await Task.Run(() => // at: Run
        {
            Block(began, gate);
        });
    }

    private static void Block(Action began, Task gate)
    {
        began();
        gate.Wait();
    }

    public static async Task RunAsync(Action began, Task gate)
    {
        await Task.Run(() => Awaits.Leaf(began, gate)); // at: RunAsync
    }

    public static async Task RunOfLocal(Action began, Task gate)
    {
        var inner = Awaits.Leaf(began, gate);
        var outer = Task.Factory.StartNew(() => inner);
        await outer;
        await outer.Unwrap(); // at: RunOfLocal
        GC.KeepAlive(inner);
    }

    public static async Task Continued(Action began, Task gate) => await Awaits.Leaf(began, gate).ContinueWith(_ => { }); // at: Continued

    public static async Task Continuing(Action began, Task gate) => await Task.CompletedTask.ContinueWith(_ => Block(began, gate)); // at: Continuing

    public static async Task Unstarted(Action began, Task gate) => await new Task(() => began()); // at: Unstarted

    public static async Task BlocksLater(Action began, Task gate)
    {
        await Task.Yield();
        Block(began, gate);
    }

    public static Task BlocksAtOnce(Action began, Task gate)
    {
        Block(began, gate);
        return Task.CompletedTask;
    }

    public static async Task BlocksBeforeAwait(Action began, Task gate)
    {
        Block(began, gate);
        await Task.Yield();
    }

    public static Task Bare(Action began, Task gate) => gate; // at: Bare

    public static async Task ItsOwn(Action began, Task gate)
    {
        var own = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        var me = AwaitAsync(own.Task);
        own.SetResult(me);
        await Task.WhenAny(me, gate); // at: ItsOwn

        async Task AwaitAsync(Task<Task> own) => await await own; // at: Own
    }

    public static async Task Countdown(Action began, Task gate) =>
        await Task.Factory.ContinueWhenAll([Awaits.Leaf(began, gate), Awaits.Leaf(began, gate)], _ => { }); // at: Countdown

    public static Task Tree(Action began, Task gate) => Tree(6, gate);

    private static Task Tree(int depth, Task gate) => depth == 0 ? gate : Task.WhenAny(Tree(depth - 1, gate), Tree(depth - 1, gate));
}
