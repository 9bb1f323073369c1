namespace OkRun.Async.Analyzers.Model;

/// <summary>Lengths of time that the source gives as constants.</summary>
internal static class Times
{
    private const string TimeSpan = "System.TimeSpan";

    public static bool IsTime(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } || type.Is(TimeSpan);

    public static bool IsInfinite(IOperation time) => time.Unwrapped() switch
    {
        IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan" } field } => field.ContainingType.Is("System.Threading.Timeout"),
        IInvocationOperation { TargetMethod.Name: "FromMilliseconds", Arguments: { Length: > 0 } arguments } => Number(arguments[0].Value) == -1,
        var value => Number(value) == -1,
    };

    public static bool IsZero(IOperation time) => time.Unwrapped() switch
    {
        IFieldReferenceOperation { Field: { Name: "Zero" } field } => field.ContainingType.Is(TimeSpan),
        IDefaultValueOperation value => value.Type.Is(TimeSpan),
        IInvocationOperation { TargetMethod: { ContainingType: var type }, Arguments: { Length: > 0 } arguments } when type.Is(TimeSpan) => Number(arguments[0].Value) == 0,
        var value => Number(value) == 0,
    };

    private static double? Number(IOperation value) => value.ConstantValue is { HasValue: true, Value: int or long or double } constant
        ? Convert.ToDouble(constant.Value, System.Globalization.CultureInfo.InvariantCulture)
        : null;
}
