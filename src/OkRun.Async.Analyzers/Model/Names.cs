namespace OkRun.Async.Analyzers.Model;

/// <summary>Types by their full names. Two assemblies may define the same type, for which <c>GetTypeByMetadataName</c> knows no answer, so names are compared.</summary>
internal static class Names
{
    public const string ActorGroup = "OkRun.Async.ActorGroup";
    public const string Actor = "OkRun.Async.Actor";
    public const string ActorGroupRun = "OkRun.Async.ActorGroupRun";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string Task = "System.Threading.Tasks.Task";
    public const string TaskOf = "System.Threading.Tasks.Task`1";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";
    public const string ValueTaskOf = "System.Threading.Tasks.ValueTask`1";

    /// <summary>Whether a type has this full name. Type arguments are not compared.</summary>
    public static bool Is(this ITypeSymbol? type, string fullName)
    {
        if (type is not INamedTypeSymbol { ContainingType: null } named)
        {
            return false;
        }

        var dot = fullName.LastIndexOf('.');
        var name = named.MetadataName;
        return name.Length == fullName.Length - dot - 1
            && fullName.EndsWith(name, StringComparison.Ordinal)
            && named.ContainingNamespace.ToDisplayString() == fullName.Substring(0, dot);
    }

    public static bool IsAny(this ITypeSymbol? type, params string[] fullNames) => fullNames.Any(type.Is);

    /// <summary>Whether a type is, derives from, or implements one of these.</summary>
    public static bool IsKindOf(this ITypeSymbol? type, params string[] fullNames)
    {
        for (var each = type; each is not null; each = each.BaseType)
        {
            if (each.IsAny(fullNames))
            {
                return true;
            }
        }

        return type switch
        {
            null => false,
            ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(constraint => constraint.IsKindOf(fullNames)),
            _ => type.AllInterfaces.Any(each => each.IsAny(fullNames)),
        };
    }

    public static bool IsToken(this ITypeSymbol? type) => type.Is(CancellationToken);

    public static bool IsTask(this ITypeSymbol? type) => type.IsAny(Task, TaskOf, ValueTask, ValueTaskOf);

    /// <summary>Whether a method is this one of this type.</summary>
    public static bool Is(this IMethodSymbol method, string type, string name) => method.Name == name && method.ContainingType.Is(type);
}
