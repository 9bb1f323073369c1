using System.Diagnostics;

namespace OkRun.Async;

/// <summary>How a replica becomes, stays and stops being the leader. Immutable; may serve several actors.</summary>
[DebuggerDisplay("ConfirmWithin = {ConfirmWithin}, TakeOverDelay = {TakeOverDelay}, LostTimeout = {LostTimeout}")]
public class LeaderOptions
{
    /// <summary>
    /// Takes the number of the new term while the lock is held: one that is larger than every earlier number of that name. With it a store can refuse what an older leader sends late (fencing).
    /// </summary>
    /// <remarks>It is given the name of the term and a token that is cancelled when the lock is lost or the actor is told to stop. If it fails, the lock is released and the actor waits again.</remarks>
    /// <value>Default: null, the number of each term is 0.</value>
    public Func<string, CancellationToken, ValueTask<long>>? BeginTerm { get; init; }

    /// <summary>Asks the store of the terms whether the term is still the newest one. False, or no answer for <see cref="ConfirmWithin"/>: the term is lost. An exception is no answer.</summary>
    /// <remarks>One question at a time. Its token is cancelled when the answer would come too late, and when the term is over.</remarks>
    /// <value>Default: null, the lock's own token alone tells that it is lost.</value>
    public Func<LeaderTerm, CancellationToken, ValueTask<bool>>? ConfirmTerm { get; init; }

    /// <summary>
    /// How old the last confirmation may become, counted by the monotonic clock from when it was asked for. <see cref="ConfirmTerm"/> is asked three times as often.
    /// It must be shorter than the time after which the lock service lets go of a replica that it does not hear of (its lease).
    /// </summary>
    /// <value>Default: 2 seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or longer than 49 days.</exception>
    public TimeSpan ConfirmWithin
    {
        get;
        init => field = value > TimeSpan.Zero && value < Delays.Longest ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A confirmation needs some time, and 49 days are the most.");
    } = TimeSpan.FromSeconds(2);

    /// <summary>The time between the new term's number and the start of its actors. It gives an old leader that was cut off the time to stop.</summary>
    /// <value>Default: <see cref="TimeSpan.Zero"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or longer than 49 days.</exception>
    public TimeSpan TakeOverDelay
    {
        get;
        init => field = value >= TimeSpan.Zero && value < Delays.Longest ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The delay must not be negative, and 49 days are the most.");
    }

    /// <summary>How long the actors may take to stop once the lock is lost. After that they are abandoned, and the leader-only actor fails with a <see cref="StopTimeoutException"/>: only the end of the process ends such a leader.</summary>
    /// <value>Default: 5 seconds. <see cref="Timeout.InfiniteTimeSpan"/>, like anything over 49 days, is no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not infinite.</exception>
    public TimeSpan LostTimeout
    {
        get;
        init => field = value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The time limit must not be negative, unless it is infinite.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the actor fails with a <see cref="LeadershipLostException"/> when it has lost a term.</summary>
    /// <value>Default: false, it waits for the lock again.</value>
    public bool EndWhenLost { get; init; }

    /// <summary>The observer that is told how leadership changes.</summary>
    /// <value>Default: null, no observer.</value>
    public LeaderObserver? Observer { get; init; }

#if NET8_0_OR_GREATER
    /// <summary>The clock of all delays and time limits.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    /// <exception cref="ArgumentNullException">The provider is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;
#else
    internal TimeProvider TimeProvider { get; } = TimeProvider.System;
#endif
}
