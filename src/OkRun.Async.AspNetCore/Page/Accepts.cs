using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OkRun.Async.Page;

/// <summary>What a reader may ask for, by its <c>Accept</c> header.</summary>
internal static class Accepts
{
    public const string Html = "text/html";
    public const string Json = "application/json";
    public const string Events = "text/event-stream";

    public static IReadOnlyList<string> All { get; } = [Html, Json, Events];

    /// <summary>What the reader likes best; the page if it says nothing that can be understood, and null if we have nothing it accepts.</summary>
    public static string? Best(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var accepted) || accepted.Count == 0)
        {
            return Html;
        }

        return All
            .Select(type => (Type: type, Range: RangeOf(accepted, new(type))))
            .Where(each => each.Range is { Quality: not 0 })
            .OrderByDescending(each => each.Range!.Quality ?? 1)
            .ThenBy(each => each.Range!.MatchesAllTypes) // clients that say "application/json, */*" mean the first
            .ThenBy(each => each.Range!.MatchesAllSubTypes)
            .ThenBy(each => accepted.IndexOf(each.Range!))
            .Select(each => each.Type)
            .FirstOrDefault();
    }

    /// <summary>The most specific range that the type is in: "*/*" counts only where nothing else matches. Its parameters, such as a charset, do not matter.</summary>
    private static MediaTypeHeaderValue? RangeOf(IList<MediaTypeHeaderValue> accepted, MediaTypeHeaderValue type) => accepted
        .Where(range => type.IsSubsetOf(new(range.MediaType)))
        .OrderBy(range => (range.MatchesAllTypes, range.MatchesAllSubTypes))
        .FirstOrDefault();
}
