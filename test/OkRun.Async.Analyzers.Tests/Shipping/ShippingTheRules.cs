namespace OkRun.Async.Analyzers.Tests.Shipping;

public class ShippingTheRules(Packages packages) : IClassFixture<Packages>
{
    private const string Mistake = """
        using OkRun.Async;

        new ActorGroup { Actor.Signals() }.RunAsync();
        """;

    [Fact]
    public void They_are_in_the_package_of_the_core_once() => Assert.Equal(
        ["analyzers/dotnet/cs/OkRun.Async.Analyzers.CodeFixes.dll", "analyzers/dotnet/cs/OkRun.Async.Analyzers.dll"],
        packages.Files("OkRun.Async").Where(path => path.Contains("Analyzers", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("OkRun.Async.Hosting", "OkRun.Async")]
    [InlineData("OkRun.Async.AspNetCore", "OkRun.Async.Hosting")]
    public void Other_packages_let_them_through(string package, string on)
    {
        var dependencies = packages.Dependencies(package, on);

        Assert.Equal(2, dependencies.Count);
        Assert.All(dependencies, dependency => Assert.Equal(packages.Version, (string?)dependency.Attribute("version")));
        Assert.All(dependencies, dependency => Assert.DoesNotContain("Analyzers", (string?)dependency.Attribute("exclude") ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OkRun.Async")]
    [InlineData("OkRun.Async.Hosting")]
    [InlineData("OkRun.Async.AspNetCore")]
    public async Task A_program_that_uses_a_package_hears_of_a_mistake(string package)
    {
        var said = await packages.BuildAsync(package, Mistake);

        Assert.Contains("Program.cs(3,1): warning OKRUN002", said, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8032", said, StringComparison.Ordinal); // an analyzer that cannot be loaded
    }
}
