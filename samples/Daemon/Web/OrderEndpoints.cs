using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace OrderDesk;

/// <summary>The order desk over HTTP.</summary>
internal static class OrderEndpoints
{
    public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder routes, OrderMachine machine)
    {
        routes.MapPost("/orders", (HttpRequest request) => PlaceAsync(machine, request));
        routes.MapPost("/orders/{id:long}/pay", (long id) => MoveAsync(machine, id, OrderState.Paid));
        routes.MapPost("/orders/{id:long}/ship", (long id) => MoveAsync(machine, id, OrderState.Shipped));
        routes.MapPost("/orders/{id:long}/cancel", (long id) => MoveAsync(machine, id, OrderState.Cancelled));
        routes.MapGet("/orders/{id:long}", (long id) => Find(machine.Book, id));
        routes.MapGet("/orders", (HttpRequest request) => List(machine.Book, request.Query["state"]));
        return routes;
    }

    private static async Task<IResult> PlaceAsync(OrderMachine machine, HttpRequest request)
    {
        OrderRequest order;
        try
        {
            order = await OrderRequest.ReadAsync(request);
        }
        catch (BadHttpRequestException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: exception.StatusCode);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Cut off, by us or by the client: there is no reader for an answer. It is no error either: the stack traces of a thousand of them would hold the stop up.
            request.HttpContext.Abort(); // or Kestrel reads on, and logs that it cannot
            return TypedResults.Empty;
        }

        var answer = await machine.AskAsync(new PlaceOrder(order.Item, order.Quantity));
        if (answer is Accepted accepted)
        {
            request.HttpContext.Response.Headers.Location = $"/orders/{accepted.Orders[0].Id}";
        }

        return Result(answer, StatusCodes.Status201Created);
    }

    private static async Task<IResult> MoveAsync(OrderMachine machine, long id, OrderState to) =>
        Result(await machine.AskAsync(new MoveOrder(id, to)), StatusCodes.Status200OK);

    private static IResult Find(OrderBook book, long id) => book.Find(id) is { } order
        ? TypedResults.Json(order, OrderJson.Default.Order)
        : Problems.Of(new Refused(Refusal.UnknownOrder, $"There is no order {id}."));

    private static IResult List(OrderBook book, StringValues filter)
    {
        if (filter.Count == 0)
        {
            return TypedResults.Json(book.Orders, OrderJson.Default.IEnumerableOrder);
        }

        return OrderStates.Parse(filter) is { } state
            ? TypedResults.Json(book.Orders.Where(order => order.State == state), OrderJson.Default.IEnumerableOrder)
            : Problems.BadRequest($"There is no state '{filter}'.");
    }

    private static IResult Result(Answer answer, int status) => answer switch
    {
        Accepted accepted => TypedResults.Json(accepted.Orders[0], OrderJson.Default.Order, statusCode: status),
        Refused refused => Problems.Of(refused),
        _ => throw new InvalidOperationException($"Unknown answer: {answer}."),
    };
}
