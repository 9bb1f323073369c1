namespace OkRun.Async.Tests;

/// <summary>Names that the compiler makes are written as their author would.</summary>
public class NamingMethods
{
    private const string Source = "awaits a TaskCompletionSource";

    public static TheoryData<string> Builds => Shape.Builds;

    [Theory, MemberData(nameof(Builds))]
    public void A_lambda(string build) => Names(build, "Names.Lambda", "at Demo.Names.Lambda.lambda(Int32 count) @Lambda", "Names.Lambda.lambda @Lambda");

    [Theory, MemberData(nameof(Builds))]
    public void A_lambda_without_a_closure(string build) => Names(build, "Names.Uncaptured", "at Demo.Names.Uncaptured.lambda(Task gate) @Uncaptured", "Names.Uncaptured.lambda @Uncaptured");

    [Theory, MemberData(nameof(Builds))]
    public void A_local_function_and_a_lambda_in_it(string build)
    {
        using var shape = Shape.Start(build, "Names.Local");

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(Source, "at Demo.Names.Local.lambda() @LambdaOfLocal", "at Demo.Names.Local.DrainAsync(Int32 count) @Local"), trace.ToString());
    }

    [Theory, MemberData(nameof(Builds))]
    public void Generic_methods_of_generic_types(string build)
    {
        using var shape = Shape.Start(build, "Names.Instance");

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(Source, "at Demo.Names.GenericAsync(TOther other, Task gate) @Generic", "at Demo.Names.OfInstanceAsync(List values, Task gate) @Instance"), trace.ToString());
    }

    [Theory, MemberData(nameof(Builds))]
    public void A_lambda_of_a_constructor(string build) => Names(build, "Names.Constructed", "at Demo.Names.Made..ctor.lambda() @Constructed", "Names.Made..ctor.lambda @Constructed");

    [Theory, MemberData(nameof(Builds))]
    public void A_method_of_an_interface(string build) =>
        Names(build, "Names.Explicit", "at Demo.Names.Made.RunAsync(Task gate) @Explicit", "Names.Made.RunAsync @Explicit");

    [Fact]
    public void A_program_of_statements() => Assert.Equal("Main.lambda", MethodName.Readable("<<Main>$>b__0"));

    [Theory]
    [InlineData("RunAsync", "RunAsync")]
    [InlineData("<RunAsync>d__3", "RunAsync")]
    [InlineData("<RunAsync>g__Drain|0_1", "RunAsync.Drain")]
    [InlineData("<<RunAsync>g__Drain|0_1>b__2", "RunAsync.Drain.lambda")]
    [InlineData("<unknown", "<unknown")]
    [InlineData("<Open>x", "<Open>x")]
    [InlineData("<>", "<>")]
    [InlineData("", "")]
    public void Names_of_the_compiler(string? raw, string expected) => Assert.Equal(expected, MethodName.Readable($"{raw}"));

    private static void Names(string build, string name, string line, string innermost)
    {
        using var shape = Shape.Start(build, name);

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(Source, line), trace.ToString());
        Assert.Equal(shape.Placed(innermost), trace.Innermost);
    }
}
