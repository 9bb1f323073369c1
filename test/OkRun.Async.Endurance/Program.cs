using OkRun.Async.Endurance;

// usage: [--long] [NAME]: the short version takes half a minute or so, and is what CI runs.
var isLong = args.Contains("--long");
var name = args.FirstOrDefault(each => !each.StartsWith('-'));
var trials = new (string Name, Func<Task> Play)[]
{
    ("mixed groups, one after the other", () => Trials.ManyRunsAsync(isLong ? 1_000_000 : 20_000)),
    ("one caller's token over many runs", () => Trials.OneTokenAsync(isLong ? 100_000 : 10_000)),
    ("one group of very many actors", () => Trials.ManyActorsAsync(isLong ? 1_000_000 : 50_000)),
    ("many groups at once", () => Trials.ManyGroupsAsync(isLong ? 10_000 : 1_000)),
    ("groups in groups in groups", () => Trials.DeepAsync(1_000)),
    ("blocking actors on threads of their own", () => Trials.BlockingAsync(isLong ? 1_000 : 200)),
    ("blocking actors that starve the pool", () => Trials.StarvedAsync(isLong ? 50 : 20)),
    ("hooks that hang, abandoned by timers", () => Trials.HangingAsync(isLong ? 10_000 : 500)),
};

using var watch = new Watch();
var broken = 0;
Watch.WriteHeader();
foreach (var trial in trials.Where(trial => name is null || trial.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))
{
    broken += await watch.SeesNothingLeftAsync(trial.Name, trial.Play) ? 0 : 1;
}

return broken;
