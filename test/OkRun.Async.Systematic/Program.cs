using System.Diagnostics;
using System.Reflection;
using Microsoft.Coyote;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.SystematicTesting;
using OkRun.Async.Systematic;

var settings = Settings.Parse(args);
var original = Path.Combine(AppContext.BaseDirectory, "original", "OkRun.Async.Systematic.Scenarios.dll");
var assembly = Rewriter.Load(original, Path.Combine(AppContext.BaseDirectory, "rewritten"), Configuration.Create().WithTelemetryEnabled(false));
var scenarios = assembly.GetExportedTypes()
    .Where(type => type.Namespace == "OkRun.Async.Systematic.Scenarios")
    .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
    .Where(method => settings.Scenario is not { } part || method.Name.Contains(part, StringComparison.OrdinalIgnoreCase))
    .ToList();

var (broken, clock) = (0, Stopwatch.StartNew());
foreach (var (scenario, strategy) in scenarios.SelectMany(_ => settings.Strategies, (scenario, strategy) => (scenario, strategy)))
{
    if (broken == 0 || !settings.StopAtFirst)
    {
        broken += Plays(scenario, strategy) ? 0 : 1;
    }
}

Console.WriteLine($"{scenarios.Count} scenarios, {settings.Iterations} iterations each, {string.Join(" and ", settings.Strategies)}: {broken} broken, {clock.Elapsed.TotalSeconds:0} s");
return broken == 0 && scenarios.Count > 0 ? 0 : 1;

bool Plays(MethodInfo scenario, string strategy)
{
#pragma warning disable CA5394 // any seed will do that is printed
    var seed = settings.Seed ?? (uint)Random.Shared.Next();
#pragma warning restore CA5394
    var configuration = Configuration.Create()
        .WithTelemetryEnabled(false)
        .WithVerbosityEnabled(VerbosityLevel.None)
        .WithTestingIterations(settings.Iterations / (uint)settings.Strategies.Count)
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
    var isFine = report.NumOfFoundBugs == 0 && report.InternalErrors.Count == 0 && uncontrolled.Count == 0 && played > 0;
    Console.WriteLine($"{(isFine ? "ok" : "BROKEN")}: {scenario.Name} --strategy {strategy} --seed {seed}: {played} schedules, up to {report.MaxControlledOperations} tasks at once, {(clock.Elapsed - started).TotalSeconds:0.0} s");
    foreach (var line in report.BugReports.Concat(report.InternalErrors).Concat(uncontrolled))
    {
        Console.WriteLine($"    {line}");
    }

    return isFine;
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
