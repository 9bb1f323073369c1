namespace OkRun.Async.Readme.Tests;

/// <summary>Every program for which a page shows an output is run, and prints that. With DOCS_ACCEPT=FOLDER OF THE REPOSITORY, a failing test also writes what was printed into the page.</summary>
public class Running(Programs programs) : IClassFixture<Programs>
{
    public static TheoryData<string, int> Runs
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var example in Pages.Examples)
            {
                for (var run = 0; run < example.Runs.Count; run++)
                {
                    data.Add(example.Id, run);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Tests => [.. Pages.Examples.Where(example => example.HasTests).Select(example => example.Id)];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_program_prints_what_its_page_shows(string id, int number)
    {
        var example = Pages.Find(id);
        var run = example.Runs[number];

        var ended = await programs.RunAsync(example.Source, run);

        if (Environment.GetEnvironmentVariable("DOCS_ACCEPT") is { Length: > 0 } repository)
        {
            Pages.Accept(repository, example, run, ended.Output);
        }

        Assert.Equal(run.Comparable(run.Output), run.Comparable(ended.Output));
        Assert.Equal(run.ExitCode, ended.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task The_tests_of_a_page_pass(string id)
    {
        var facts = from type in new Compiled(Pages.Find(id).Source).Load().GetExportedTypes()
                    from method in type.GetMethods()
                    where method.IsDefined(typeof(FactAttribute), inherit: false)
                    select method;

        foreach (var fact in facts.ToArray())
        {
            if (fact.Invoke(Activator.CreateInstance(fact.DeclaringType!), []) is Task test)
            {
                await test;
            }
        }
    }
}
