using System.Diagnostics;
using System.Reflection;
using Microsoft.Coyote;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.SystematicTesting;
using OkRun.Async.Systematic;

if (Settings.Parse(args) is not { } settings)
{
    Console.WriteLine(Settings.Usage);
    return 2;
}

// One task runs at a time, on a thread of its own: threads of one core take turns several times faster than those of several
if (OperatingSystem.IsLinux())
{
    using var self = Process.GetCurrentProcess();
    self.ProcessorAffinity &= -self.ProcessorAffinity;
}

var original = Path.Combine(AppContext.BaseDirectory, "original", "OkRun.Async.Systematic.Scenarios.dll");
var assembly = Rewriter.Load(original, Path.Combine(AppContext.BaseDirectory, "rewritten"), Configuration.Create().WithTelemetryEnabled(false));
var scenarios = assembly.GetExportedTypes()
    .Where(type => type.Namespace == "OkRun.Async.Systematic.Scenarios")
    .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
    .Where(method => settings.Scenario is not { } part || method.Name.Contains(part, StringComparison.OrdinalIgnoreCase))
    .ToList();

var (broken, clock) = (0, Stopwatch.StartNew());
foreach (var scenario in scenarios.Where(_ => broken == 0 || !settings.StopAtFirst))
{
    var race = new Race(assembly, scenario);
    do
    {
        var played = 0;
        foreach (var strategy in settings.Strategies.Where(_ => broken == 0 || !settings.StopAtFirst))
        {
            played += Plays(scenario, strategy, out var isFine);
            broken += isFine ? 0 : 1;
        }

        race.Add(played);
    }
    while (broken == 0 && !race.IsDecided);

    broken += race.IsFine ? 0 : 1;
    if ($"{race}" is { Length: > 0 } counts)
    {
        Console.WriteLine($"    {counts}");
    }
}

Console.WriteLine($"{scenarios.Count} scenarios, {settings.Iterations} iterations each, {string.Join(" and ", settings.Strategies)}: {broken} broken, {clock.Elapsed.TotalSeconds:0} s");
return broken == 0 && scenarios.Count > 0 ? 0 : 1;

int Plays(MethodInfo scenario, string strategy, out bool isFine)
{
#pragma warning disable CA5394 // any seed will do that is printed
    var seed = settings.Seed ?? (uint)Random.Shared.Next();
#pragma warning restore CA5394
    var configuration = Configuration.Create()
        .WithTelemetryEnabled(false)
        .WithVerbosityEnabled(VerbosityLevel.None)
        .WithTestingIterations(settings.IterationsOfEach)
        .WithRandomGeneratorSeed(seed)
        .WithMemoryAccessRaceCheckingEnabled(true)
        .WithMaxSchedulingSteps(20_000)
        .WithPotentialDeadlocksReportedAsBugs(true)
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithNoBugTraceRepro(true) // it takes ContinueWith for uncontrolled, whatever the scheduler: anything else that is not controlled is a failure below
        .WithSystematicFuzzingFallbackEnabled(false);
    configuration = strategy == "pct" ? configuration.WithPrioritizationStrategy(isFair: true, 10) : configuration.WithRandomStrategy();

    var started = clock.Elapsed;
    using var engine = TestingEngine.Create(configuration, scenario.CreateDelegate<Func<Task>>());
    Quietly(engine.Run);
    var report = engine.TestReport;
    var uncontrolled = report.UncontrolledInvocations.Where(method => method != "System.Threading.Tasks.Task.ContinueWith").ToList();
    var played = report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths;
    var cutOff = report.MaxFairStepsHitInFairTests + report.MaxUnfairStepsHitInUnfairTests; // their end was not seen, and nothing was checked
    isFine = report.NumOfFoundBugs == 0 && report.InternalErrors.Count == 0 && uncontrolled.Count == 0 && played == settings.IterationsOfEach && cutOff == 0;
    Console.WriteLine($"{(isFine ? "ok" : "BROKEN")}: {scenario.Name} --strategy {strategy} --seed {seed}: {played} schedules, {cutOff} cut off, up to {report.MaxControlledOperations} tasks at once, {(clock.Elapsed - started).TotalSeconds:0.0} s");
    foreach (var line in report.BugReports.Concat(report.InternalErrors).Concat(uncontrolled))
    {
        Console.WriteLine($"    {line}");
    }

    return played;
}

// The engine writes its progress to the console whatever it is told.
void Quietly(Action action)
{
    var console = Console.Out;
    Console.SetOut(TextWriter.Null);
    try
    {
        action();
    }
    finally
    {
        Console.SetOut(console);
    }
}
