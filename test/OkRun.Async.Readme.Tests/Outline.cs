using System.Text.RegularExpressions;

namespace OkRun.Async.Readme.Tests;

/// <summary>What the pages must have: the README is short, the laws are complete, and every link leads somewhere.</summary>
public partial class Outline
{
    public static TheoryData<string> Names => [.. Pages.Names];

    [Fact]
    public void The_README_is_short() => Assert.InRange(Pages.Text(Pages.Readme).TrimEnd('\n').Split('\n').Length, 100, 249);

    [Fact]
    public void The_first_program_of_the_README_is_run_well_and_failing()
    {
        var first = Pages.Examples.First(example => example.Page == Pages.Readme);

        Assert.Equal([0, 1], first.Runs.Select(run => run.ExitCode));
    }

    [Fact]
    public void The_laws_are_sixteen_and_in_order()
    {
        var numbers = Pages.Text("docs/laws.md").Split('\n').Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])).Select(line => line.Split('.')[0]);

        Assert.Equal(Enumerable.Range(1, 16).Select(number => $"{number}"), numbers);
    }

    [Fact]
    public void The_README_links_to_every_page()
    {
        var missing = Pages.Names.Where(page => page != Pages.Readme && !page.StartsWith("docs/hosting-", StringComparison.Ordinal) && !Pages.Text(Pages.Readme).Contains($"({page})", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_to_a_heading_finds_it(string page)
    {
        var dead = from link in Link().Matches(Pages.Text(page))
                   let target = Resolve(page, link.Groups[1].Value)
                   where Pages.Names.Contains(target) && !Anchors(target).Contains(link.Groups[2].Value, StringComparer.OrdinalIgnoreCase)
                   select link.Value;

        Assert.Empty(dead);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_to_a_page_finds_it(string page)
    {
        var dead = from link in PageLink().Matches(Pages.Text(page))
                   let target = Resolve(page, link.Groups[1].Value)
                   where target.StartsWith("docs/", StringComparison.Ordinal) && !target.StartsWith("docs/rules/", StringComparison.Ordinal) && !Pages.Names.Contains(target)
                   select link.Value;

        Assert.Empty(dead);
    }

    private static string Resolve(string page, string link)
    {
        if (link.Length == 0)
        {
            return page;
        }

        var folder = page.Contains('/', StringComparison.Ordinal) ? "docs/" : "";
        return link.StartsWith("../", StringComparison.Ordinal) ? link[3..] : folder + link;
    }

    /// <summary>The names that GitHub gives the headings of a page.</summary>
    private static IEnumerable<string> Anchors(string page) =>
        from line in Pages.Text(page).Split('\n')
        where line.StartsWith('#')
        select NotInAnchors().Replace(line.TrimStart('#', ' '), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?!http)([^)#]*)#([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?!http)([^)#]+\.md)(?:#[^)]*)?\)")]
    private static partial Regex PageLink();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
