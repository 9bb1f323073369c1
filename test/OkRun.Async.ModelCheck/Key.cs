namespace OkRun.Async.ModelCheck;

/// <summary>Collects what makes up a state, and reduces it to 128 bits: among ten million states two are taken for one with a chance of about 1 to 10^24.</summary>
internal sealed class Key
{
    private readonly byte[] _bytes = new byte[1024];
    private int _count;

    public void Add(int value)
    {
        _bytes[_count++] = (byte)value;
        _bytes[_count++] = (byte)(value >> 8);
    }

    public void Add(bool a, bool b, bool c, bool d) => Add((a ? 1 : 0) | (b ? 2 : 0) | (c ? 4 : 0) | (d ? 8 : 0));

    public void Add(ReadOnlySpan<int> values)
    {
        Add(values.Length);
        foreach (var value in values)
        {
            Add(value);
        }
    }

    /// <summary>Returns the key, and begins a new one.</summary>
    public UInt128 Take()
    {
        while (_count % 8 != 0)
        {
            _bytes[_count++] = 0xFF;
        }

        var (low, high) = (0x9E3779B97F4A7C15UL, 0xC2B2AE3D27D4EB4FUL);
        for (var i = 0; i < _count; i += 8)
        {
            var word = BitConverter.ToUInt64(_bytes, i);
            low = Mixed(low ^ word);
            high = Mixed(high + (word * 0xD6E8FEB86659FD93UL)) ^ (low >> 31);
        }

        _count = 0;
        return new(high, low);
    }

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 32)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 29)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 32);
    }
}
