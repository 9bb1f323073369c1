#if !NET8_0_OR_GREATER
using System.Runtime.CompilerServices;

namespace System.Runtime.CompilerServices
{
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class ModuleInitializerAttribute : Attribute;

    internal static class IsExternalInit;
}

namespace System
{
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public int GetOffset(int length) => fromEnd ? length - value : value;

        public static implicit operator Index(int value) => new(value);
    }

    internal readonly struct Range(Index start, Index end)
    {
        public Index Start => start;

        public Index End => end;
    }
}

namespace OkRun.Async.Tests
{
    internal sealed class TaskCompletionSource(TaskCreationOptions creationOptions) : TaskCompletionSource<bool>(creationOptions)
    {
        public void SetResult() => SetResult(true);

        public bool TrySetResult() => TrySetResult(true);
    }

    /// <summary>What the tests use of newer targets.</summary>
    internal static class NetFramework
    {
        extension(Task task)
        {
            public bool IsCompletedSuccessfully => task.Status == TaskStatus.RanToCompletion;

            public async Task WaitAsync(TimeSpan limit)
            {
                using var passed = new CancellationTokenSource();
#pragma warning disable RS0030 // this is the deadline of all tests
                if (await Task.WhenAny(task, Task.Delay(limit, passed.Token)) != task)
#pragma warning restore RS0030
                {
                    throw new TimeoutException();
                }

                await passed.CancelAsync();
                await task;
            }

            public async Task WaitAsync(CancellationToken cancellationToken)
            {
                var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
                await await Task.WhenAny(task, cancelled.Task);
            }
        }

        extension(string)
        {
            public static string Join(char separator, IEnumerable<string> values) => string.Join(separator.ToString(), values);
        }

        extension(TimeSpan)
        {
            public static TimeSpan operator *(int factor, TimeSpan span) => TimeSpan.FromTicks(factor * span.Ticks);
        }

        public static bool Contains(this string text, string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

        public static string[] Split(this string text, char separator, StringSplitOptions options) => text.Split([separator], options);

        public static string[] Split(this string text, string separator) => text.Split([separator], StringSplitOptions.None);

        public static Task DisposeAsync(this StringWriter writer) => Task.Run(writer.Dispose);

        public static async Task<T> WaitAsync<T>(this Task<T> task, TimeSpan limit)
        {
            await ((Task)task).WaitAsync(limit);
            return await task;
        }

        public static Task CancelAsync(this CancellationTokenSource source) => Task.Run(source.Cancel);

        public static IEnumerable<T> Order<T>(this IEnumerable<T> items) => items.OrderBy(static item => item);

        public static IEnumerable<T> Order<T>(this IEnumerable<T> items, IComparer<T> comparer) => items.OrderBy(static item => item, comparer);

        public static CancellationTokenRegistration UnsafeRegister(this CancellationToken token, Action<object?> callback, object? state) => token.Register(callback, state);
    }
}
#endif
