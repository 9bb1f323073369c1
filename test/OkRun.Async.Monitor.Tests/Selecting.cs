namespace OkRun.Async.Monitor.Tests;

public class Selecting
{
    private static readonly Labels _series = new([new("__name__", "up"), new("job", "a\"b\\c\n.é"), new("zone", "eu")]);

    [Theory]
    [InlineData("up", true)]
    [InlineData(" up { } ", true)]
    [InlineData("down", false)]
    [InlineData("{__name__=\"up\"}", true)]
    [InlineData("up{zone=\"eu\",}", true)]
    [InlineData("up{zone!=\"eu\"}", false)]
    [InlineData("up{zone=~\"e.|x\"}", true)]
    [InlineData("up{zone=~\"e\"}", false)]
    [InlineData("up{zone!~\"e\"}", true)]
    [InlineData("{zone=~\"e|eu\"}", true)]
    [InlineData("up{missing=\"\"}", true)]
    [InlineData("up{missing!=\"\"}", false)]
    [InlineData("up{missing=~\"x|\"}", true)]
    [InlineData("up{job=\"a\\\"b\\\\c\\n.\\u00e9\"}", true)]
    [InlineData("up{job='a\"b\\\\c\\n.é'}", true)]
    [InlineData("up{job=~`a\"b\\\\c\\n\\..`}", true)]
    [InlineData("up{zone='\\x65\\165'}", true)]
    [InlineData("up{by='x'}", false)]
    [InlineData("sum", false)]
    [InlineData("info", false)]
    public void A_selector_matches(string selector, bool isMatch) => Assert.Equal(isMatch, Selector.Parse(selector).IsMatch(_series));

    [Theory]
    [InlineData("up[10s]", 10)]
    [InlineData("{zone='eu'} [ 1m30s ]", 90)]
    public void A_selector_has_a_range(string selector, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Selector.Parse(selector).Range);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{a=\"\"}")]
    [InlineData("{a=~\".*\"}")]
    [InlineData("{a!=\"x\"}")]
    [InlineData("up{")]
    [InlineData("up{a=b}")]
    [InlineData("up{,}")]
    [InlineData("up{a=\"1\" b=\"2\"}")]
    [InlineData("up{a=\"\\d\"}")]
    [InlineData("up{a=\"1\n2\"}")]
    [InlineData("up{a=~\"(\"}")]
    [InlineData("up{a=~\"(?=x)\"}")]
    [InlineData("up{a:b=\"c\"}")]
    [InlineData("up{__name__=\"up\"}")]
    [InlineData("up[0s]")]
    [InlineData("up[10]")]
    [InlineData("up[1.5s]")]
    [InlineData("up[]")]
    [InlineData("up[10s")]
    [InlineData("up[10s:5s]")]
    [InlineData("up offset 5m")]
    [InlineData("sum(up)")]
    [InlineData("1+1")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("é")]
    public void What_is_no_selector_is_refused(string text) => Assert.NotEmpty(Assert.Throws<FormatException>(() => Selector.Parse(text)).Message);
}
