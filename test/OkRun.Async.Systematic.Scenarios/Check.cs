using Microsoft.Coyote.Specifications;

namespace OkRun.Async.Systematic;

internal static class Check
{
    /// <summary>A law that does not hold is a bug, wherever it is seen: also where the core swallows what user code throws.</summary>
    public static void That(bool holds, string law) => Specification.Assert(holds, law);
}
