using System.Runtime.CompilerServices;

namespace OkRun.Async.Views;

/// <summary>What actors report of themselves, as it is written. A report does not change, so each is looked at once, and its view is the same object in all views.</summary>
internal static class Reports
{
    private static readonly ConditionalWeakTable<IReadOnlyDictionary<string, object>, IReadOnlyDictionary<string, object>> _known = [];

    public static IReadOnlyDictionary<string, object>? Of(IReadOnlyDictionary<string, object>? detail) =>
        detail is null ? null : _known.GetValue(detail, static detail => detail.ToDictionary(static each => each.Key, static each => Writable(each.Value), StringComparer.Ordinal));

    /// <summary>Only kinds that <see cref="ViewJson"/> knows; of others their type, as their text is foreign code.</summary>
    private static object Writable(object value) => value switch
    {
        string or bool or int or long or double or TimeSpan or DateTimeOffset => value,
        null => "",
        _ => value.GetType().ToString(),
    };
}
