#if !NET
using System.Runtime.ExceptionServices;

namespace System
{
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public int GetOffset(int length) => fromEnd ? length - value : value;

        public static implicit operator Index(int value) => new(value);
    }
}

namespace OkRun.Async
{
    /// <summary>What this package uses of newer targets.</summary>
    internal static class NetStandard
    {
        extension(Task task)
        {
            public bool IsCompletedSuccessfully => task.Status == TaskStatus.RanToCompletion;
        }

        extension(ExceptionDispatchInfo)
        {
            public static void Throw(Exception exception) => ExceptionDispatchInfo.Capture(exception).Throw();
        }

        extension(Enum)
        {
            public static T[] GetValues<T>() => (T[])Enum.GetValues(typeof(T));
        }

        public static TimeSpan GetElapsedTime(this TimeProvider clock, long startingTimestamp) => clock.GetElapsedTime(startingTimestamp, clock.GetTimestamp());

        public static HashSet<T> ToHashSet<T>(this IEnumerable<T> items) => [.. items];

        public static bool Remove<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key, out TValue? value)
        {
            dictionary.TryGetValue(key, out value);
            return dictionary.Remove(key);
        }

        public static AsyncRegistration ConfigureAwait(this CancellationTokenRegistration registration, bool _) => new(registration);

        /// <summary>A registration that is disposed of in an asynchronous method. Here it waits for a callback that runs, as newer targets do asynchronously.</summary>
        internal readonly struct AsyncRegistration(CancellationTokenRegistration registration)
        {
            public ValueTask DisposeAsync()
            {
                registration.Dispose();
                return default;
            }
        }
    }
}
#endif
