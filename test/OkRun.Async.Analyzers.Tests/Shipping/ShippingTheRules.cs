using System.Xml.Linq;

namespace OkRun.Async.Analyzers.Tests.Shipping;

public class ShippingTheRules(Packages packages) : IClassFixture<Packages>
{
    private const string Mistake = """
        using OkRun.Async;

        new ActorGroup { Actor.Signals() }.RunAsync();
        """;

    private const string Bound = """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<OkRun.Async.ActorGroupServiceOptions>("orders", builder.Configuration.GetSection("Orders"));
        builder.Services.Configure<Mine>(builder.Configuration.GetSection("Mine"));

        internal sealed class Mine
        {
            public Stream? Target { get; set; }
        }
        """;

    [Fact]
    public void They_are_in_the_package_of_the_core_once() => Assert.Equal(
        ["analyzers/dotnet/cs/OkRun.Async.Analyzers.CodeFixes.dll", "analyzers/dotnet/cs/OkRun.Async.Analyzers.dll"],
        packages.Files("OkRun.Async").Where(path => path.Contains("Analyzers", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("OkRun.Async.Hosting", "OkRun.Async", 3)]
    [InlineData("OkRun.Async.AspNetCore", "OkRun.Async.Hosting", 2)]
    public void Other_packages_let_them_through(string package, string on, int targets)
    {
        var dependencies = packages.Dependencies(package, on);

        Assert.Equal(targets, dependencies.Count);
        Assert.All(dependencies, dependency => Assert.Equal(packages.Version, (string?)dependency.Attribute("version")));
        Assert.All(dependencies, dependency => Assert.DoesNotContain("Analyzers", (string?)dependency.Attribute("exclude") ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OkRun.Async")]
    [InlineData("OkRun.Async.Hosting")]
    [InlineData("OkRun.Async.AspNetCore")]
    public async Task A_program_that_uses_a_package_hears_of_a_mistake(string package)
    {
        var said = await packages.BuildAsync(package, Mistake, "net10.0");

        Assert.Contains("Program.cs(3,1): warning OKRUN002", said, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8032", said, StringComparison.Ordinal); // an analyzer that cannot be loaded
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public async Task A_program_whose_options_are_bound_by_generated_code_is_warned_of_its_own_only(string framework)
    {
        var said = await packages.BuildAsync("OkRun.Async.AspNetCore", Bound, framework);

        Assert.DoesNotContain("OkRun.Async.ActorGroup", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Program.cs(5", said, StringComparison.Ordinal);
        Assert.Contains("warning SYSLIB1101: Property 'Target' on type 'Mine'", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_pins_the_packages_of_its_runtime_restores()
    {
        var said = await packages.BuildAsync(
            "OkRun.Async.Hosting", "System.Console.WriteLine(typeof(OkRun.Async.HostedActorGroup));", "net8.0", """<PackageReference Include="Microsoft.Extensions.Hosting.Abstractions" Version="8.0.1" />""");

        Assert.DoesNotContain("NU1605", said, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_target_takes_the_packages_of_its_runtime_and_no_polyfills()
    {
        var hosting = packages.Dependencies("OkRun.Async.Hosting", "Microsoft.Extensions.Hosting.Abstractions").ToDictionary(Target, each => (string?)each.Attribute("version"));
        var polyfills = packages.Dependencies("OkRun.Async.Hosting", "Microsoft.Bcl.AsyncInterfaces").Concat(packages.Dependencies("OkRun.Async.AspNetCore", "Microsoft.Bcl.AsyncInterfaces"));

        Assert.Equal("8.0.0", hosting[".NETStandard2.0"]);
        Assert.Equal("8.0.0", hosting["net8.0"]);
        Assert.StartsWith("10.0.", hosting["net10.0"], StringComparison.Ordinal);
        Assert.DoesNotContain(polyfills, each => Target(each).StartsWith("net", StringComparison.Ordinal));
    }

    private static string Target(XElement dependency) => (string?)dependency.Parent!.Attribute("targetFramework") ?? "";
}
