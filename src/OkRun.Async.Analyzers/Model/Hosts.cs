namespace OkRun.Async.Analyzers.Model;

/// <summary>What hosts and hosted services promise: their <c>StartAsync</c> and <c>StopAsync</c> return soon.</summary>
internal static class Hosts
{
    public const string Host = "Microsoft.Extensions.Hosting.IHost";
    private const string Service = "Microsoft.Extensions.Hosting.IHostedService";

    public static bool IsStart(IMethodSymbol method) => Implements(method, "StartAsync");

    public static bool IsStop(IMethodSymbol method) => Implements(method, "StopAsync");

    private static bool Implements(IMethodSymbol method, string name)
    {
        if (method.Name != name)
        {
            return false;
        }

        for (var each = method.OriginalDefinition; each is not null; each = each.OverriddenMethod?.OriginalDefinition)
        {
            var type = each.ContainingType;
            if (type.IsAny(Host, Service)
                || type.AllInterfaces.Where(known => known.IsAny(Host, Service)).SelectMany(known => known.GetMembers(name)).Any(member =>
                    SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), each)))
            {
                return true;
            }
        }

        return false;
    }
}
