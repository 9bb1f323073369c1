using System.Reflection;

namespace OkRun.Async.Analyzers.Tests.Shipping;

/// <summary>What the shipped assemblies need of the compiler that loads them: no more than that of the .NET 8 SDK has.</summary>
public class References
{
    private static readonly Assembly[] _shipped = [typeof(Rule).Assembly, typeof(Fix).Assembly];

    public static TheoryData<int> Assemblies => [.. Enumerable.Range(0, _shipped.Length)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_oldest_compiler_is_4_8(int shipped)
    {
        var compiler = _shipped[shipped].GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(compiler);
        Assert.All(compiler, name => Assert.Equal(new Version(4, 8, 0, 0), name.Version));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Nothing_else_is_needed_that_it_does_not_bring(int shipped)
    {
        string[] brought = ["netstandard 2.0.0.0", "System.Collections.Immutable 7.0.0.0", "System.Memory 4.0.1.2", "System.Composition.AttributedModel 8.0.0.0", "OkRun.Async.Analyzers 0.1.0.0"];

        var others = _shipped[shipped].GetReferencedAssemblies().Where(name => !name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).Select(name => $"{name.Name} {name.Version}");

        Assert.Empty(others.Except(brought));
    }

    [Fact]
    public void Rules_are_in_an_assembly_without_the_editor() =>
        Assert.DoesNotContain("Microsoft.CodeAnalysis.Workspaces", typeof(Rule).Assembly.GetReferencedAssemblies().Select(name => name.Name));
}
