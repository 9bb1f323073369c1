using Microsoft.AspNetCore.Http;

namespace OrderDesk;

/// <summary>Refusals and flaws as problem details (RFC 9457).</summary>
internal static class Problems
{
    public static IResult Of(Refused refused) => TypedResults.Problem(refused.Text, statusCode: refused.Reason switch
    {
        Refusal.UnknownOrder => StatusCodes.Status404NotFound,
        Refusal.IllegalTransition => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status503ServiceUnavailable,
    });

    public static IResult BadRequest(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static int StatusOf(Exception exception) =>
        exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
}
