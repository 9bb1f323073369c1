using CsCheck;

namespace OkRun.Async.Tests;

/// <summary>One generated group, how deep it is nested in others, and what chance will choose while it runs. A smaller one is simpler, which is how a failure shrinks.</summary>
internal sealed record Schedule(int Depth, bool ObserverThrows, int[] Actors, int[] Choices)
{
    public static Gen<Schedule> Any { get; } = Gen.Select(
        Gen.Int[0, 2],
        Gen.Bool,
        Gen.Int[0, (1 << 23) - 1].Array[1, 6],
        Gen.Int[0, 99_999].Array[0, 60],
        static (depth, throws, actors, choices) => new Schedule(depth, throws, actors, choices));

    /// <summary>The bits of each number are what its actor is like: zero is one that waits for nobody, looks at no token and does nothing special.</summary>
    public List<ModelActor> Shapes()
    {
        List<ModelActor> shapes = [];
        foreach (var bits in Actors)
        {
            var shape = new ModelActor(shapes.Count)
            {
                IsAware = (bits & 3) == 3,
                IsOneShot = (bits >> 2 & 3) == 3,
                ObeysItsToken = (bits >> 4 & 1) == 1,
                HookIsScripted = (bits >> 5 & 3) == 3,
                CallbackIsScripted = (bits >> 7 & 7) == 7,
                ExpectsToFail = (bits >> 10 & 3) == 3,
                Limit = (bits >> 12 & 3) is > 0 and var limit && (bits & 1) == 1 ? limit : null,
                BlocksItsThread = (bits >> 20 & 7) == 7,
            };
            shape.After.AddRange(shapes.Where((_, before) => (bits >> 14 >> before & 1) == 1 && (bits >> before & 2) == 2));
            shapes.Add(shape);
        }

        return shapes;
    }

    /// <summary>What is chosen next; past the end of the list, numbers that are always the same, and among which anything comes sometime.</summary>
    public int Choice(int index) => index < Choices.Length ? Choices[index] : (int)((uint)(index + 1) * 2_654_435_761 >> 8);
}
