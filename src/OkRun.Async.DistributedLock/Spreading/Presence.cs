using Medallion.Threading;

namespace OkRun.Async;

/// <summary>
/// Which replicas are there. Each holds one of a fixed number of seats as a writer; a reader that does not get in sees that the seat is taken. Readers do not hinder each other.
/// A new replica sits down behind all others, so that ranks only ever move up.
/// </summary>
internal sealed class Presence(IDistributedReaderWriterLock[] seats, Gate gate)
{
    private IDistributedSynchronizationHandle? _handle;
    private int _seat;
    private bool[] _taken = new bool[seats.Length]; // as far as it was looked at
    private int _turn; // the seat that is looked at in any case

    /// <summary>Looks which replicas are there, and sits down if this replica does not sit yet. There is no place for it where all seats are taken, or another replica got in its way: then it may try again.</summary>
    public async Task<(Place? Place, bool IsFull)> LookAsync(CancellationToken stop)
    {
        if (_handle?.HandleLostToken.IsCancellationRequested == true)
        {
            await LeaveAsync().ConfigureAwait(false);
        }

        var taken = new bool[seats.Length];
        _turn = (_turn + 1) % seats.Length;
        for (var seat = 0; seat < seats.Length; seat++)
        {
            taken[seat] = (_handle is not null && seat == _seat) || (IsWorthALook(seat) && await IsTakenAsync(seats[seat], stop).ConfigureAwait(false));
        }

        _taken = taken;
        var isFull = _handle is null && Array.TrueForAll(taken, static each => each);
        if (_handle is null && !await SitDownAsync(taken, stop).ConfigureAwait(false))
        {
            return (null, isFull);
        }

        taken[_seat] = true;
        return (new(taken.Take(_seat).Count(static each => each), taken.Count(static each => each)), false);
    }

    /// <summary>
    /// A replica that sits looks at the seats that were taken and at two on either side: new replicas sit down there, and so did those that came at the same moment. At each of the others it looks in its turn.
    /// One that does not sit looks at all.
    /// </summary>
    private bool IsWorthALook(int seat) =>
        _handle is null || seat == _turn || Enumerable.Range(-2, 5).Any(distance => _taken[(seat + distance + (2 * seats.Length)) % seats.Length]);

    /// <summary>Leaves the seat. No exception comes out.</summary>
    public async Task LeaveAsync()
    {
        if (_handle is { } handle)
        {
            _handle = null;
            await gate.ReleaseAsync(handle).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsTakenAsync(IDistributedReaderWriterLock seat, CancellationToken stop)
    {
        var reader = await gate.AskAsync(() => seat.TryAcquireReadLockAsync(TimeSpan.Zero, stop), stop).ConfigureAwait(false);
        if (reader is null)
        {
            return true;
        }

        await gate.ReleaseAsync(reader).ConfigureAwait(false);
        return false;
    }

    /// <summary>
    /// The first free seat behind the others, or the one after that; where the last one is taken, the first free one. Nowhere else: the others would look there too late.
    /// Several that come at once, or one that looks, may be in the way: then it is tried again.
    /// </summary>
    private async Task<bool> SitDownAsync(bool[] taken, CancellationToken stop)
    {
        var behind = Array.LastIndexOf(taken, true) + 1;
        foreach (var seat in Enumerable.Range(behind, seats.Length - behind).Concat(Enumerable.Range(0, behind)).Where(seat => !taken[seat]).Take(2))
        {
            _handle = await gate.AskAsync(() => seats[seat].TryAcquireWriteLockAsync(TimeSpan.Zero, stop), stop).ConfigureAwait(false);
            if (_handle is not null)
            {
                _seat = seat;
                return true;
            }
        }

        return false;
    }
}
