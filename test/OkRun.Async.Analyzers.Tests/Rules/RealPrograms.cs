using System.Text.RegularExpressions;
using OkRun.Async.Analyzers.Tests.Harness;

namespace OkRun.Async.Analyzers.Tests.Rules;

/// <summary>Programs as people write them, right and wrong, under all rules at once. A comment at the end of a line names the rules that report it; no other line is reported.</summary>
public partial class RealPrograms
{
    public static TheoryData<string, int> Programs
    {
        get
        {
            var programs = new TheoryData<string, int>();
            foreach (var name in typeof(RealPrograms).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                foreach (var index in Enumerable.Range(0, Read(name).Length))
                {
                    programs.Add(name, index);
                }
            }

            return programs;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Exactly_the_mistakes_are_reported(string file, int index)
    {
        var program = Read(file)[index];
        var expected = program.Split('\n').Index().SelectMany(line => Named().Matches(line.Item).Select(name => $"{line.Index + 1}: {name.Value}"));

        var reports = await AllRules.ReportsAsync(Given.References, program, Given.Sources);

        Assert.Empty(AllRules.Errors(Given.References, program, Given.Sources));
        var reported = reports.Select(report => $"{report.Location.GetLineSpan().StartLinePosition.Line + 1}: {report.Id}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), reported.Order(StringComparer.Ordinal));
    }

    private static string[] Read(string name)
    {
        using var reader = new StreamReader(typeof(RealPrograms).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n').Split("\n---\n");
    }

    [GeneratedRegex(@"OKRUN\d\d\d")]
    private static partial Regex Named();
}
