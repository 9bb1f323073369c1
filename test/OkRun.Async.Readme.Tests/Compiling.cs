namespace OkRun.Async.Readme.Tests;

public class Compiling
{
    public static TheoryData<string> Ids => [.. Pages.Examples.Select(example => example.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_block_compiles_without_a_warning(string id)
    {
        var compiled = new Compiled(Pages.Find(id).Source);

        Assert.Empty(compiled.Complaints);
    }
}
