using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

public class AskingTheDesk
{
    [Fact]
    public async Task An_order_is_placed_paid_and_shipped()
    {
        await using var desk = await Desk.OpenAsync();

        using var placed = await PostAsync(desk, "/orders", """{"item": "coffee", "quantity": 2}""");
        var paid = await OrderAsync(await PostAsync(desk, "/orders/1/pay"));
        var shipped = await OrderAsync(await PostAsync(desk, "/orders/1/ship"));

        var order = new Order(1, "coffee", 2, OrderState.Placed, desk.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        Assert.Equal("/orders/1", placed.Headers.Location!.OriginalString);
        Assert.Equal(order, await OrderAsync(placed));
        Assert.Equal(order with { State = OrderState.Paid }, paid);
        Assert.Equal(order with { State = OrderState.Shipped }, shipped);
        Assert.Equal(shipped, await desk.Http.GetFromJsonAsync(new Uri("/orders/1", UriKind.Relative), OrderJson.Default.Order));
    }

    [Fact]
    public async Task An_order_of_nothing_in_particular_is_one_tea()
    {
        await using var desk = await Desk.OpenAsync();

        var order = await OrderAsync(await PostAsync(desk, "/orders", "{}"));

        Assert.Equal(("tea", 1), (order.Item, order.Quantity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1")]
    [InlineData("\"tea\"")]
    [InlineData("{} {}")]
    [InlineData("""{"item": ""}""")]
    [InlineData("""{"item": " "}""")]
    [InlineData("""{"item": null}""")]
    [InlineData("""{"item": 7}""")]
    [InlineData("""{"item": "a", "item": "b"}""")]
    [InlineData("""{"quantity": 0}""")]
    [InlineData("""{"quantity": -2}""")]
    [InlineData("""{"quantity": 1.5}""")]
    [InlineData("""{"quantity": "2"}""")]
    [InlineData("""{"quantity": 3000000000}""")]
    [InlineData("""{"quantitty": 2}""")]
    public async Task A_malformed_body_is_400_and_places_nothing(string body)
    {
        await using var desk = await Desk.OpenAsync();

        using var answer = await PostAsync(desk, "/orders", body);

        await AssertProblemAsync(HttpStatusCode.BadRequest, answer);
        Assert.Empty(desk.Machine.Book.Orders);
    }

    [Fact]
    public async Task A_huge_body_is_413()
    {
        await using var desk = await Desk.OpenAsync();

        using var answer = await PostAsync(desk, "/orders", $$"""{"item": "{{new string('a', 20_000)}}"}""");

        await AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, answer);
    }

    [Theory]
    [InlineData("pay", "pay")]
    [InlineData("ship")]
    [InlineData("cancel", "pay")]
    [InlineData("cancel", "cancel")]
    [InlineData("pay", "ship", "cancel")]
    [InlineData("pay", "cancel", "ship")]
    public async Task An_illegal_transition_is_409_and_changes_nothing(params string[] steps)
    {
        await using var desk = await Desk.OpenAsync();
        (await PostAsync(desk, "/orders", "{}")).EnsureSuccessStatusCode().Dispose();
        foreach (var step in steps[..^1])
        {
            (await PostAsync(desk, $"/orders/1/{step}")).EnsureSuccessStatusCode().Dispose();
        }

        var before = desk.Machine.Book.Find(1);

        using var answer = await PostAsync(desk, $"/orders/1/{steps[^1]}");

        await AssertProblemAsync(HttpStatusCode.Conflict, answer);
        Assert.Equal(before, desk.Machine.Book.Find(1));
    }

    [Theory]
    [InlineData("/orders/7")]
    [InlineData("/orders/abc")]
    [InlineData("/orders/99999999999999999999")]
    public async Task An_order_nobody_placed_is_404(string path)
    {
        await using var desk = await Desk.OpenAsync();

        using var found = await desk.Http.GetAsync(new Uri(path, UriKind.Relative));
        using var paid = await PostAsync(desk, $"{path}/pay");

        await AssertProblemAsync(HttpStatusCode.NotFound, found);
        await AssertProblemAsync(HttpStatusCode.NotFound, paid);
    }

    [Fact]
    public async Task Orders_are_listed_by_their_state()
    {
        await using var desk = await Desk.OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => desk.Machine.AskAsync(new PlaceOrder("tea", 1))));
        await desk.Machine.AskAsync(new MoveOrder(2, OrderState.Paid));

        Assert.Equal([1, 2, 3], await IdsAsync("/orders"));
        Assert.Equal([1, 3], await IdsAsync("/orders?state=placed"));
        Assert.Equal([2], await IdsAsync("/orders?state=paid"));
        Assert.Equal([], await IdsAsync("/orders?state=shipped"));

        async Task<IEnumerable<long>> IdsAsync(string path) =>
            (await desk.Http.GetFromJsonAsync(new Uri(path, UriKind.Relative), OrderJson.Default.IEnumerableOrder))!.Select(order => order.Id);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("PAID")]
    [InlineData("paid&state=placed")]
    public async Task A_state_that_does_not_exist_is_400(string state)
    {
        await using var desk = await Desk.OpenAsync();

        using var answer = await desk.Http.GetAsync(new Uri($"/orders?state={state}", UriKind.Relative));

        await AssertProblemAsync(HttpStatusCode.BadRequest, answer);
    }

    [Fact]
    public async Task A_full_queue_is_503()
    {
        await using var desk = await Desk.OpenWithoutMachineAsync();
        _ = desk.Machine.AskAsync(new PlaceOrder("tea", 1));

        using var answer = await PostAsync(desk, "/orders", "{}");

        await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, answer);
    }

    private static async Task<HttpResponseMessage> PostAsync(Desk desk, string path, string? body = null)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await desk.Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private static async Task<Order> OrderAsync(HttpResponseMessage answer)
    {
        using (answer.EnsureSuccessStatusCode())
        {
            return (await answer.Content.ReadFromJsonAsync(OrderJson.Default.Order))!;
        }
    }

    private static async Task AssertProblemAsync(HttpStatusCode expected, HttpResponseMessage answer)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((int)expected, (await answer.Content.ReadFromJsonAsync<ProblemDetails>())!.Status);
    }
}
