using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OkRun.Async.Tests;

/// <summary>A named moment that a test waits for, or lets happen.</summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Happened => _happened.Task;

    public bool HasHappened => _happened.Task.IsCompleted;

    public void Happen() => _happened.TrySetResult();

    /// <summary>Keeps the thread until the moment has come: for fakes whose sin is to block.</summary>
    public void BlockThread()
    {
        if (!((IAsyncResult)_happened.Task).AsyncWaitHandle.WaitOne(Deadline.Hung))
        {
            throw new TimeoutException("A blocked thread was never released.");
        }
    }

    public TaskAwaiter GetAwaiter() => Happened.OrHang().GetAwaiter();
}

/// <summary>The one deadline of all tests.</summary>
internal static class Deadline
{
    public static TimeSpan Hung { get; } = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(30);

    /// <summary>Fails the test if the task does not end: "this hung".</summary>
    public static Task OrHang(this Task task) => task.WaitAsync(Hung);

    public static Task<T> OrHang<T>(this Task<T> task) => task.WaitAsync(Hung);

    /// <summary>Waits for the end, however it came.</summary>
    public static async Task<Task> EndOrHang(this Task task) => await Task.WhenAny(task).OrHang();
}

/// <summary>For the few things that nobody can announce, such as what a run has recorded or the collector has collected.</summary>
internal static class Eventually
{
    private const int Hasty = 200;

    public static Task True(Func<bool> condition) => True(() => Task.FromResult(condition()));

    public static async Task True(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline.Hung);
        for (var look = 0; !await condition(); look++)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await (look < Hasty ? YieldAsync() : RestAsync());
        }
    }

    /// <summary>One millisecond that the cores have for what is waited for, instead of for those who look. Proves nothing: for loops that would end without it.</summary>
#pragma warning disable RS0030 // no order is scripted by it
    public static Task RestAsync() => Task.Delay(1, CancellationToken.None);
#pragma warning restore RS0030

    /// <summary>Gives what is queued to the pool, and what that queues, its turn. Proves nothing alone: for tests that would pass without it, and fail to catch.</summary>
    public static async Task EverybodyHadATurn()
    {
        for (var turn = 0; turn < 100; turn++)
        {
            await Task.Yield();
        }
    }

    private static async Task YieldAsync() => await Task.Yield();
}

/// <summary>Fakes block threads of the pool on purpose: no test should wait for the pool to notice.</summary>
internal static class Pool
{
#pragma warning disable CA2255 // this assembly is run, not referenced
    [ModuleInitializer]
    public static void Widen()
    {
        ThreadPool.GetMinThreads(out _, out var ports);
        ThreadPool.SetMinThreads(64, ports);
    }
#pragma warning restore CA2255
}
