using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Pages;

/// <summary>Each rule has its page, its row in the index, and the fix that both promise. What the pages show is what the rules say.</summary>
public class Documenting
{
    private const string Index = "docs/rules/README.md";

    private static readonly DiagnosticDescriptor[] _rules = [.. AllRules.Rules.SelectMany(rule => rule.SupportedDiagnostics)];
    private static readonly CodeFixProvider[] _fixes =
        [.. typeof(Fix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fix))).Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    public static TheoryData<string> Ids => [.. _rules.Select(rule => rule.Id)];

    public static TheoryData<string> Documents => [.. Page.Names.Where(name => !name.StartsWith("docs/rules/", StringComparison.Ordinal))];

    [Fact]
    public void The_rules_are_twelve_and_on_by_default()
    {
        Assert.Equal(Enumerable.Range(1, 12).Select(number => $"OKRUN{number:000}"), _rules.Select(rule => rule.Id).Order());
        Assert.All(_rules, rule => Assert.True(rule.IsEnabledByDefault));
        Assert.Equal(["OKRUN008", "OKRUN012"], _rules.Where(rule => rule.DefaultSeverity != DiagnosticSeverity.Warning).Select(rule => rule.Id).Order());
    }

    [Fact]
    public void The_fixes_are_those_of_the_table() => Assert.Equal(
        ["OKRUN001", "OKRUN002", "OKRUN003", "OKRUN004", "OKRUN005", "OKRUN007", "OKRUN008", "OKRUN011", "OKRUN012"],
        _fixes.SelectMany(fix => fix.FixableDiagnosticIds).Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_has_a_page_and_a_row_in_the_index(string id)
    {
        var rule = _rules.Single(each => each.Id == id);
        var title = rule.Title.ToString(CultureInfo.InvariantCulture);
        var hasFix = _fixes.Any(fix => fix.FixableDiagnosticIds.Contains(id));

        var page = Page.Text($"docs/rules/{id}.md").Split('\n');
        var row = Assert.Single(Page.Text(Index).Split('\n'), line => line.StartsWith($"| [{id}]({id}.md) |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);

        Assert.Equal($"# {id}: {title}", page[0]);
        Assert.StartsWith($"{rule.DefaultSeverity} · fix: ", page[2], StringComparison.Ordinal);
        Assert.Equal(["## Why", "## Reported", "## Mended", "## When to suppress"], page.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.Equal($"{rule.DefaultSeverity} · fix: {row[4]}", page[2]);
        Assert.Equal([title, $"{rule.DefaultSeverity}", hasFix ? row[4] : "none"], [row[2], $"{rule.DefaultSeverity}", row[4]]);
        Assert.Equal(hasFix, row[4] != "none");
        Assert.Equal(rule.DefaultSeverity.ToString(), row[3], ignoreCase: true);
        var repository = typeof(Rule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(static each => each.Key == "RepositoryUrl")?.Value;
        Assert.Equal(repository is null ? "" : $"{repository}/blob/main/docs/rules/{id}.md", rule.HelpLinkUri); // no address is invented
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_page_shows_what_is_reported_and_how_it_is_mended(string id)
    {
        var programs = Page.Programs($"docs/rules/{id}.md");

        var reported = await Page.ReportsAsync(programs[0]);
        var mended = await Page.ReportsAsync(programs[1]);

        Assert.Contains($" {id}: ", Assert.Single(reported), StringComparison.Ordinal);
        Assert.Empty(mended);
        Assert.Equal(2, programs.Count);
        Assert.Empty(programs.SelectMany(Page.Errors));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Nothing_is_said_of_the_programs_of_our_own_documents(string document)
    {
        foreach (var program in Page.Programs(document))
        {
            Assert.Empty(await Page.ReportsAsync(program));
        }
    }
}
