namespace OkRun.Async.Readme.Tests;

public class Compiling
{
    public static TheoryData<string> Headings => [.. Readme.Programs];

    [Theory]
    [MemberData(nameof(Headings))]
    public void Every_program_compiles_without_a_warning(string heading)
    {
        var compiled = new Compiled(Readme.Program(heading));

        Assert.Empty(compiled.Complaints);
    }

    [Fact]
    public void Every_program_is_run_by_a_test()
    {
        string[] run = [Readme.FirstScreen, .. Recipes.All];

        Assert.Equal(run, Readme.Programs);
    }

    [Fact]
    public void The_laws_are_sixteen_and_in_order()
    {
        var laws = Readme.Text.Split("\n## ").Single(section => section.StartsWith("The laws", StringComparison.Ordinal)).Split('\n');

        var numbers = laws.Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])).Select(line => line.Split('.')[0]);

        Assert.Equal(Enumerable.Range(1, 16).Select(number => $"{number}"), numbers);
    }
}
