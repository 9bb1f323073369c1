using OkRun.Async.Endurance;

// usage: [--long] [PART OF A NAME]...: the short version takes half a minute or so, and is what CI runs.
var isLong = args.Contains("--long");
string[] names = [.. args.Where(each => each != "--long")];
var trials = new (string Name, Func<Trial> Make)[]
{
    ("mixed groups, one after the other", () => Trials.ManyRuns(isLong ? 1_000_000 : 20_000)),
    ("one caller's token over many runs", () => Trials.OneToken(isLong ? 100_000 : 10_000)),
    ("one group of very many actors", () => Trials.ManyActors(isLong ? 1_000_000 : 50_000)),
    ("many groups at once", () => Trials.ManyGroups(isLong ? 10_000 : 1_000)),
    ("groups in groups in groups", () => Trials.Deep(1_000)),
    ("blocking actors on threads of their own", () => Trials.Blocking(isLong ? 1_000 : 200)),
    ("blocking actors that starve the pool", () => Trials.Starved(isLong ? 50 : 20)),
    ("hooks that hang, abandoned by timers", () => Trials.Hanging(isLong ? 10_000 : 500)),
};

// A name that nobody bears would play nothing, and find nothing.
if (names.FirstOrDefault(name => !Array.Exists(trials, trial => IsIn(name, trial.Name))) is { } unknown)
{
    Console.WriteLine($"No trial is called '{unknown}'. There are: {string.Join("; ", trials.Select(trial => trial.Name))}");
    return 2;
}

using var watch = new Watch();
var broken = 0;
Watch.WriteHeader();
foreach (var (name, make) in trials.Where(trial => names.Length == 0 || Array.Exists(names, name => IsIn(name, trial.Name))))
{
    broken += await watch.SeesNothingLeftAsync(name, make) ? 0 : 1;
}

return broken == 0 ? 0 : 1;

static bool IsIn(string part, string name) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
