namespace OkRun.Async.Monitor.Tests;

public class MakingTargets
{
    private static readonly ScrapeJob _job = new() { JobName = "node", MetricsPath = "/metrics" };

    [Theory]
    [InlineData("host:9100", "http://host:9100/metrics", "host:9100")]
    [InlineData("host", "http://host:80/metrics", "host:80")]
    [InlineData("[::1]", "http://[::1]:80/metrics", "[::1]:80")]
    [InlineData("[::1]:9100", "http://[::1]:9100/metrics", "[::1]:9100")]
    public void An_address_is_the_instance_with_its_port(string address, string scraped, string instance)
    {
        var target = Target.Of(_job, new(), address);

        Assert.Equal(scraped, target.Url);
        Assert.Equal($$"""{"instance":"{{instance}}","job":"node"}""", target.Labels.Json);
    }

    [Fact]
    public void Labels_of_a_group_win_and_hidden_ones_say_where_to_scrape()
    {
        var group = new TargetGroup { Labels = new() { ["job"] = "mine", ["instance"] = "", ["zone"] = "b", ["empty"] = "", ["__metrics_path__"] = "/a?b" } };

        var target = Target.Of(_job, group, "host:1");

        Assert.Equal("http://host:1/a%3Fb", target.Url);
        Assert.Equal("""{"instance":"host:1","job":"mine","zone":"b"}""", target.Labels.Json);
    }

    [Theory]
    [InlineData("a{job=\"x\"}", """{"__name__":"a","exported_job":"x","instance":"host:1","job":"node"}""")]
    [InlineData("a{job=\"x\",exported_job=\"y\"}", """{"__name__":"a","exported_exported_job":"x","exported_job":"y","instance":"host:1","job":"node"}""")]
    [InlineData("a{job=\"\",b=\"c\"}", """{"__name__":"a","b":"c","instance":"host:1","job":"node"}""")]
    public void A_label_that_the_target_has_too_is_kept_as_exported(string series, string labels)
    {
        var samples = new List<Sample>();

        Exposition.Read($"{series} 1", Target.Of(_job, new(), "host:1").LabelsOf, samples);

        Assert.Equal(labels, Assert.Single(samples).Labels.Json);
    }
}
