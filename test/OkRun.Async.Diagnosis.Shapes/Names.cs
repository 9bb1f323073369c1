namespace Demo;

/// <summary>Methods whose names the compiler makes.</summary>
internal sealed class Names<T>(T value)
{
    public static Task Lambda(Action began, Task gate)
    {
        var run = async (int count) =>
        {
            await gate; // at: Lambda
            began();
        };
        return run(1);
    }

    public static Task Uncaptured(Action began, Task gate)
    {
        var run = static async (Task gate) => await gate; // at: Uncaptured
        return run(gate);
    }

    public static Task Local(Action began, Task gate)
    {
        return DrainAsync(3);

        async Task DrainAsync(int count)
        {
            var inner = async () => await gate; // at: LambdaOfLocal
            await inner(); // at: Local
            began();
        }
    }

    public static Task Instance(Action began, Task gate) => new Names<string>("").OfInstanceAsync([], gate);

    private async Task OfInstanceAsync(List<T> values, Task gate)
    {
        await GenericAsync(this, gate); // at: Instance
        values.Add(value);
    }

    private static async Task GenericAsync<TOther>(TOther other, Task gate) => await gate; // at: Generic

    public static Task Constructed(Action began, Task gate) => new Made(gate).Task;

    public static Task Explicit(Action began, Task gate) => ((IRun)new Made(gate)).RunAsync(gate);

    private interface IRun
    {
        Task RunAsync(Task gate);
    }

    private sealed class Made : IRun
    {
        public Made(Task gate)
        {
            var run = async () => await gate; // at: Constructed
            Task = run();
        }

        public Task Task { get; }

        async Task IRun.RunAsync(Task gate) => await gate; // at: Explicit
    }
}
