using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Demo;

/// <summary>Awaiters and sources that are not the framework's.</summary>
internal static class Awaiters
{
    public static async Task Struct(Action began, Task gate) => await new Wrapped(Awaits.Leaf(began, gate)); // at: Struct

    public static async Task Class(Action began, Task gate) => await new Mailbox(gate); // at: Class

    public static async Task Blind(Action began, Task gate) => await default(Nothing); // at: Blind

    public static async Task Source(Action began, Task gate) => await new ValueTask(new Pending(), 0); // at: Source

    public static async Task Yields(Action began, Task gate)
    {
        await Task.Yield(); // at: Yields
        await Awaits.Leaf(began, gate);
    }

    public static async Task Goes(Action began, Task gate)
    {
        await gate; // at: Goes
        began();
    }

    public static Task Handmade(Action began, Task gate)
    {
        var machine = new Machine(gate, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task) { Builder = AsyncTaskMethodBuilder.Create() };
        machine.Builder.Start(ref machine);
        return machine.Builder.Task;
    }

    /// <summary>What compilers of other languages make: fields of other names.</summary>
    private struct Machine(Task gate, Task other) : IAsyncStateMachine
    {
        public AsyncTaskMethodBuilder Builder;
        private readonly Task _other = other;
        private TaskAwaiter _awaiter = gate.GetAwaiter();
        private bool _hasBegun;

        public void MoveNext()
        {
            if (_hasBegun)
            {
                GC.KeepAlive(_other);
                Builder.SetResult();
                return;
            }

            _hasBegun = true;
            Builder.AwaitUnsafeOnCompleted(ref _awaiter, ref this);
        }

        public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
        {
        }
    }

    private readonly struct Wrapped(Task task)
    {
        public Awaiter GetAwaiter() => new(task.ConfigureAwait(false).GetAwaiter());

        internal readonly struct Awaiter(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter inner) : ICriticalNotifyCompletion
        {
            public bool IsCompleted => inner.IsCompleted;

            public void GetResult() => inner.GetResult();

            public void OnCompleted(Action continuation) => inner.OnCompleted(continuation);

            public void UnsafeOnCompleted(Action continuation) => inner.UnsafeOnCompleted(continuation);
        }
    }

    private sealed class Mailbox(IAsyncResult gate) : INotifyCompletion
    {
        public bool IsCompleted => gate.IsCompleted;

        public Mailbox GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation)
        {
        }
    }

    private readonly struct Nothing : INotifyCompletion
    {
        public bool IsCompleted => false;

        public Nothing GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation)
        {
        }
    }

    /// <summary>Asking it is not allowed: whoever looks on must not.</summary>
    private sealed class Pending : IValueTaskSource
    {
        private bool _isAwaited;

        public void GetResult(short token)
        {
        }

        public ValueTaskSourceStatus GetStatus(short token) => _isAwaited ? Refuse<ValueTaskSourceStatus>() : ValueTaskSourceStatus.Pending;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _isAwaited = true;

        public override string ToString() => Refuse<string>();

        public override bool Equals(object? obj) => Refuse<bool>();

        public override int GetHashCode() => Refuse<int>();

        private static T Refuse<T>() => throw new InvalidOperationException();
    }
}
