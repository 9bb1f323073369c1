using System.Diagnostics;
using OkRun.Async;
using OkRun.Async.ModelCheck;

// usage: [PART OF A NAME]...: without one, all scenes. Returns 1 where a law is broken, and 2 where nothing was checked.
if (RunState.UnknownFields().ToList() is { Count: > 0 } unknown)
{
    Console.WriteLine($"The state has fields that the check does not know, and would not tell states apart by: {string.Join(", ", unknown)}");
    return 2;
}

var scenes = Scenes.All().Where(scene => args.Length == 0 || Array.Exists(args, part => scene.Name.Contains(part, StringComparison.OrdinalIgnoreCase))).ToList();
var total = Stopwatch.StartNew();
var (states, transitions, ends) = (0L, 0L, 0L);
foreach (var scene in scenes)
{
    foreach (var (isWatched, isObserved) in new[] { (false, false), (true, false), (true, true) })
    {
        var clock = Stopwatch.StartNew();
        var search = new Search(scene);
        var broken = search.Run(isWatched, isObserved);
        states += search.States;
        transitions += search.Transitions;
        ends += search.Ends;
        var mode = isObserved ? "observed" : isWatched ? "watched" : "alone";
        Console.WriteLine($"{scene.Name,-24} {mode,-9} {search.States,9:N0} states {search.Transitions,10:N0} steps {search.Ends,7:N0} ends {clock.Elapsed.TotalSeconds,6:0.0} s");
        if (broken is not null)
        {
            Console.WriteLine($"BROKEN: {broken}");
            return 1;
        }
    }
}

Console.WriteLine($"{scenes.Count} scenes, {states:N0} states, {transitions:N0} steps, {ends:N0} ends, {total.Elapsed.TotalSeconds:0.0} s: every law holds");
return scenes.Count > 0 ? 0 : 2;
