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
}
