using Microsoft.CodeAnalysis.CSharp;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>Code as it is while it is typed: the rules neither throw nor say anything of what makes no sense yet.</summary>
public class CodeThatDoesNotCompile
{
    private static readonly TheoryData<string>[] _all =
    [
        ActorsThatCannotBeStopped.Flagged, DroppedRuns.Flagged, ActorsThatEndAtOnce.Flagged, AsyncVoidFunctions.Flagged, BlockingActors.Flagged, ActorsThatAreNeverReady.Flagged,
        SwallowedCancellations.Flagged, TokensThatAreCancelledByThen.Flagged, RefusedActors.Flagged, ActorsThatWaitForTheirRun.Flagged, HooksThatDropTheirTask.Flagged,
        InnerGroupsThatAreAwaited.Flagged, FunctionsThatAreSeen.Seen,
    ];

    public static TheoryData<int> Rules => [.. Enumerable.Range(0, _all.Length)];

    public static TheoryData<string> Broken => Cases.Of("""
        var group = new ActorGroup { { "a", async _ => { while (true) { await Missing(); } } } };
        ---
        var group = new ActorGroup { { "a", async ct => { while (true) { Thread.Sleep(missing); } } } };
        ---
        var group = new ActorGroup();
        group.Add("a", async _ => { while (true) { await Task.Yield() } });
        ---
        var group = new ActorGroup();
        group.Add();
        group.Add(1);
        group.Add(LoopAsync);
        new Actor("a", _ =>
        ---
        missing.RunAsync();
        new ActorGroup { missing, missing }.Missing();
        """);

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Nothing_is_said_of_what_makes_no_sense(string source) => Assert.Empty(await AllRules.ReportsAsync(Given.References, Given.Sources, source));

    /// <summary>Every program that a rule reports, each time without another of its tokens.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public async Task No_rule_throws(int rule)
    {
        foreach (var (index, source) in ((IEnumerable<object[]>)_all[rule]).Select(row => (string)row[0]).Index())
        {
            var whole = source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
            var tokens = SyntaxFactory.ParseTokens(whole).Where(token => token.Span.Length > 0).ToArray();
            for (var i = index % 7; i < tokens.Length; i += tokens.Length / 3)
            {
                var broken = whole.Remove(tokens[i].SpanStart, tokens[i].Span.Length);

                var reports = await AllRules.ReportsAsync(Given.References, Given.Sources, broken);

                Assert.DoesNotContain(reports, report => report.Id == "AD0001");
            }
        }
    }
}
