namespace OkRun.Async.Packages;

/// <summary>The analyzers are in the package of the core, and reach the projects that use any of our packages.</summary>
[Collection(nameof(Feed))]
public class ShippingTheRules(Feed feed)
{
    [Fact]
    public void They_are_in_the_package_of_the_core_once() => Assert.Equal(
        ["analyzers/dotnet/cs/OkRun.Async.Analyzers.CodeFixes.dll", "analyzers/dotnet/cs/OkRun.Async.Analyzers.dll"],
        feed["OkRun.Async"].Files.Where(path => path.Contains("Analyzers", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("OkRun.Async.Hosting", "OkRun.Async")]
    [InlineData("OkRun.Async.AspNetCore", "OkRun.Async.Hosting")]
    public void Other_packages_let_them_through(string package, string on)
    {
        var dependencies = feed[package].Dependencies().Values.Select(needs => needs.Single(need => (string?)need.Attribute("id") == on)).ToArray();

        Assert.Equal(2, dependencies.Length);
        Assert.All(dependencies, dependency => Assert.Equal(feed.Version, (string?)dependency.Attribute("version")));
        Assert.All(dependencies, dependency => Assert.DoesNotContain("Analyzers", (string?)dependency.Attribute("exclude") ?? "", StringComparison.Ordinal));
    }

    /// <summary>It references nothing of ours but this one package, and uses the core through it.</summary>
    [Theory]
    [InlineData("OkRun.Async")]
    [InlineData("OkRun.Async.Hosting")]
    [InlineData("OkRun.Async.AspNetCore")]
    public async Task A_program_that_uses_a_package_hears_of_a_mistake(string package)
    {
        var folder = feed.New($"mistaken-{package}");
        await folder.WriteProjectAsync("App.csproj", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>", folder.Reference(package));
        await folder.WriteAsync("Program.cs", """
            using OkRun.Async;

            new ActorGroup { Actor.Signals() }.RunAsync();
            """);

        var said = await folder.TryDotnetAsync("build");

        Assert.Equal(1, said.ExitCode); // a warning is an error in it
        Assert.Contains("Program.cs(3,1): error OKRUN002", said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8032", said.Text, StringComparison.Ordinal); // an analyzer that cannot be loaded
    }
}
