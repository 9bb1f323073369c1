using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async.ModelCheck;

/// <summary>A law does not hold.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made and caught here only.")]
[SuppressMessage("Design", "CA1064", Justification = "It is made and caught here only.")]
internal sealed class Broken(string law) : Exception(law)
{
    public static void Unless(bool holds, string law)
    {
        if (!holds)
        {
            throw new Broken(law);
        }
    }
}

/// <summary>What the code of an actor throws. The number tells who, and which part of it.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made here only.")]
[SuppressMessage("Design", "CA1064", Justification = "It is made here only.")]
internal sealed class Thrown(byte number) : Exception
{
    private static readonly Thrown[] _all = [.. Enumerable.Range(0, 64).Select(static number => new Thrown((byte)number))];

    public byte Number => number;

    /// <summary>The exception of a part of an actor: 0 execute, 1 callbacks, 2 hook, 3 the clock.</summary>
    public static Thrown By(int actor, int part) => _all[1 + (actor * 4) + part];
}
