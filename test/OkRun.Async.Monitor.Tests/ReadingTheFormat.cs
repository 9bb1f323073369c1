namespace OkRun.Async.Monitor.Tests;

/// <summary>The text format 0.0.4. What is good and what is not was tried with Prometheus 2.42.</summary>
public class ReadingTheFormat
{
    [Theory]
    [InlineData("a 1", "a 1")]
    [InlineData("a{} 1\n", "a 1")]
    [InlineData("a{x=\"1\"}1 1234", "a{x=\"1\"} 1 @1234")]
    [InlineData(" \ta \t{ x = \"1\" , y=\"2\", } \t1 \t7 \n", "a{x=\"1\", y=\"2\"} 1 @7")]
    [InlineData("a{x=\"}=,{ 1\"} 1", "a{x=\"}=,{ 1\"} 1")]
    [InlineData("a{x=\"1\" y=\"2\"} 1", "a{x=\"1\", y=\"2\"} 1")]
    [InlineData("a{x=\"\\\\ \\\" \\d\"} 1", "a{x=\"\\\\ \\\" \\\\d\"} 1")]
    [InlineData("a{x=\"1\\n2\n3\"} 1", "a{x=\"1\\n2\\n3\"} 1")]
    [InlineData("a{x=\"\",y=\"Zürich😀\"} 1", "a{y=\"Zürich\\uD83D\\uDE00\"} 1")]
    [InlineData("_a:b 1\n:c 2", "_a:b 1|:c 2")]
    [InlineData("a NaN\nb nan\nc +Inf\nd -inf\ne infinity", "a NaN|b NaN|c +Inf|d -Inf|e +Inf")]
    [InlineData("a .5\nb 5.\nc -0\nd 1E3\ne 1e-400", "a 0.5|b 5|c -0|d 1000|e 0")]
    [InlineData("\n\n  \n# a comment \\ { \n#\n#HELP\n# HELP\n# TYPE\n# HELP a \\n\n# TYPE a \t gauge \na 1\n", "a 1")]
    [InlineData("", "")]
    public void A_good_body_is_read(string body, string expected)
    {
        var samples = new List<Sample>();

        Exposition.Read(body, labels => new(labels), samples);

        Assert.Equal(expected, string.Join('|', samples.Select(Told)));
    }

    [Theory]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("a")]
    [InlineData("a \n")]
    [InlineData("a x")]
    [InlineData("a 1 -5")]
    [InlineData("a 1 1.5")]
    [InlineData("a 1 2 3")]
    [InlineData("a 1 99999999999999999999")]
    [InlineData("a 1 # no comment here")]
    [InlineData("a 1\r\n")]
    [InlineData("a +nan")]
    [InlineData("a 0x10")]
    [InlineData("a 1_0")]
    [InlineData("a 1e400")]
    [InlineData("{x=\"1\"} 1")]
    [InlineData("a{x='1'} 1")]
    [InlineData("a{x=1} 1")]
    [InlineData("a{x:y=\"1\"} 1")]
    [InlineData("a{,} 1")]
    [InlineData("a{x=\"1\",,y=\"2\"} 1")]
    [InlineData("a{x=\"1\"")]
    [InlineData("a{x=\"1} 1")]
    [InlineData("a{x=\"1\",x=\"2\"} 1")]
    [InlineData("a{__name__=\"b\"} 1")]
    [InlineData("# TYPE a thing")]
    [InlineData("# HELP \n")]
    [InlineData("1a 1")]
    public void A_bad_line_is_refused_and_what_was_before_it_is_counted(string line)
    {
        var samples = new List<Sample>();

        var thrown = Assert.Throws<InvalidDataException>(() => Exposition.Read($"good 1\n{line}", labels => new(labels), samples));

        Assert.Contains(line.Contains("x=\"2\"} 1", StringComparison.Ordinal) && !line.Contains(",,", StringComparison.Ordinal) || line.Contains("__name__", StringComparison.Ordinal) ? "twice" : "line 2", thrown.Message, StringComparison.Ordinal);
        Assert.Single(samples);
    }

    /// <summary>Broken lines are refused in linear time: these would take for ever in any other.</summary>
    [Fact]
    public void Long_broken_lines_are_refused_at_once()
    {
        string[] bodies = [$"a{{{new string(' ', 200_000)}", $"a{{{string.Concat(Enumerable.Repeat("x=\"1\" , ", 50_000))}", $"a {new string('\t', 200_000)}x y", $"a{{x=\"{new string('\\', 200_001)}"];

        Assert.All(bodies, body => Assert.Throws<InvalidDataException>(() => Exposition.Read(body, labels => new(labels), [])));
    }

    private static string Told(Sample sample)
    {
        var point = new Point(0, BitConverter.DoubleToInt64Bits(sample.Value));
        return $"{sample.Labels.ToString().Replace("{}", "", StringComparison.Ordinal)} {point.Text}{(sample.OwnTime is { } time ? $" @{time}" : "")}";
    }
}
