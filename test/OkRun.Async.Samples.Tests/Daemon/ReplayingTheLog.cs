using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

public class ReplayingTheLog
{
    private const string Tea = """{"id":1,"item":"tea","quantity":1,"state":"placed","placedAt":"2026-01-01T00:00:00+00:00"}""";
    private const string Paid = """{"id":1,"item":"tea","quantity":1,"state":"paid","placedAt":"2026-01-01T00:00:00+00:00"}""";
    private const string Coffee = """{"id":2,"item":"coffee","quantity":1,"state":"placed","placedAt":"2026-01-01T00:00:00+00:00"}""";

    [Theory]
    [InlineData("{\"id\":2,\"it")]
    [InlineData("{\"id\":2,\"it\n")]
    [InlineData(Coffee)]
    [InlineData("\0\0\0\0")]
    public void A_torn_last_line_is_dropped_with_a_warning_and_cut_off(string torn)
    {
        using var folder = new Folder();
        using var warnings = new Lines();
        File.WriteAllText(folder.Log, $"{Tea}\n{torn}");

        using (var log = new OrderLog(folder.Path))
        {
            var book = log.Replay(warnings);
            log.Append([book.Find(1)! with { State = OrderState.Paid }]);
        }

        Assert.Equal($"{Tea}\n{Paid}\n", File.ReadAllText(folder.Log));
        Assert.StartsWith($"warning: line 2 of '{folder.Log}', the last one, was torn", Assert.Single(warnings.Written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Coffee)]
    [InlineData(Tea, Coffee)]
    [InlineData(Coffee, Coffee)]
    [InlineData("""{"id":1,"item":"tea","quantity":1,"state":"shipped","placedAt":"2026-01-01T00:00:00+00:00"}""", Coffee)]
    [InlineData("""{"id":1,"item":"milk","quantity":1,"state":"paid","placedAt":"2026-01-01T00:00:00+00:00"}""", Coffee)]
    [InlineData("""{"id":3,"item":"tea","quantity":1,"state":"placed","placedAt":"2026-01-01T00:00:00+00:00"}""", Coffee)]
    [InlineData("""{"id":2,"item":"coffee","quantity":1,"state":"placed"}""", Coffee)]
    [InlineData("null", Coffee)]
    public void A_broken_line_in_the_middle_is_an_error_with_its_number(string broken, string last)
    {
        using var folder = new Folder();
        using var warnings = new Lines();
        File.WriteAllText(folder.Log, $"{Tea}\n{broken}\n{last}\n");
        using var log = new OrderLog(folder.Path);

        var thrown = Assert.Throws<InvalidDataException>(() => log.Replay(warnings));

        Assert.StartsWith($"Line {(broken == Coffee ? 3 : 2)} of '{folder.Log}' is broken", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(warnings.Written);
    }

    [Fact]
    public void What_was_appended_is_there_again()
    {
        using var folder = new Folder();
        using var warnings = new Lines();
        var tea = new Order(1, "tea", 1, OrderState.Placed, DateTimeOffset.UnixEpoch);
        var coffee = new Order(2, "caf\u00e9 \n\"", 3, OrderState.Placed, DateTimeOffset.UnixEpoch.AddTicks(1));

        using (var log = new OrderLog(folder.Path))
        {
            Assert.Empty(log.Replay(warnings).Orders);
            log.Append([tea, coffee]);
            log.Append([tea with { State = OrderState.Paid }]);
        }

        using var again = new OrderLog(folder.Path);
        Assert.Equal([tea with { State = OrderState.Paid }, coffee], again.Replay(warnings).Orders);
        Assert.Empty(warnings.Written);
    }
}
