namespace OkRun.Async.ModelCheck;

/// <summary>Follows every path of a scene, depth first. A state that was reached before is not followed again.</summary>
internal sealed class Search(Scene scene)
{
    private readonly HashSet<UInt128> _seen = [];
    private readonly Key _key = new();
    private readonly Stack<Step> _path = new();

    public int States => _seen.Count;

    public long Transitions { get; private set; }

    public long Ends { get; private set; }

    /// <summary>Returns null where every law holds on every path; otherwise what is broken, and the path that leads there.</summary>
    public string? Run(bool isWatched, bool isObserved)
    {
        _path.Clear();
        _seen.Clear();
        try
        {
            var world = new World(scene, isWatched, isObserved);
            _seen.Add(world.TakeKey(_key));
            Follow(world);
            return null;
        }
        catch (Broken broken)
        {
            var steps = _path.Reverse().Select((step, index) => $"  {index + 1,3}. {step.Describe(scene)}");
            return string.Join(Environment.NewLine, steps.Prepend(broken.Message));
        }
    }

    private void Follow(World world)
    {
        var steps = new List<Step>();
        world.AddSteps(steps);
        if (!steps.Exists(static step => step.IsSure))
        {
            world.CheckRest();
            Ends++;
        }

        for (var i = 0; i < steps.Count; i++)
        {
            Transitions++;
            var next = i == steps.Count - 1 ? world : world.Copy(); // the last way needs no copy
            _path.Push(steps[i]);
            next.Take(steps[i]);
            if (_seen.Add(next.TakeKey(_key)))
            {
                Follow(next);
            }

            _path.Pop();
        }
    }
}
