namespace OkRun.Async.Analyzers.Model;

/// <summary>What variables hold.</summary>
internal static class Variables
{
    /// <summary>The local, parameter or readonly field of this object that an operation reads.</summary>
    public static ISymbol? Symbol(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field, Instance: null or IInstanceReferenceOperation } => field,
        _ => null,
    };

    /// <summary>Whether a variable has the same value everywhere in the code around an operation.</summary>
    public static bool IsAssignedOnce(ISymbol variable, IOperation near) => variable switch
    {
        ILocalSymbol local => Values(local, near) is { Count: 1 } values && values[0] is not null,
        IParameterSymbol parameter => parameter.RefKind == RefKind.None && Writes(parameter, near).Count == 0,
        _ => near.Root().AllCode().OfType<IAssignmentOperation>().All(each => Symbol(each.Target) is not { } written || !SymbolEqualityComparer.Default.Equals(written, variable)),
    };

    /// <summary>The creation or call that has made the actor of a local, which holds it from its declaration on; null if it may be that of another variable.</summary>
    public static IOperation? MadeBy(ILocalSymbol local, IOperation near) =>
        Values(local, near) is { Count: 1 } values && values[0]?.Unwrapped() is { } value && (IsNew(value) || IsMadeElsewhere(value)) ? value : null;

    /// <summary>Whether an operation makes a new actor each time.</summary>
    public static bool IsNew(IOperation value) => value is IObjectCreationOperation or IWithOperation
        || (value is IInvocationOperation call && call.Type.Is(Names.Actor) && (call.TargetMethod.ContainingType.Is(Names.Actor) || call.TargetMethod.Name == "AsActor"));

    /// <summary>Whether an operation calls a method that cannot know the variables here, and is given no actor.</summary>
    public static bool IsMadeElsewhere(IOperation value) => value is IInvocationOperation { TargetMethod.MethodKind: not (MethodKind.LocalFunction or MethodKind.DelegateInvoke) }
        && !value.AllCode().Any(each => each != value && (each.Type.Is(Names.Actor) || each is IAnonymousFunctionOperation));

    public static bool IsUsedOnlyIn(SyntaxNode place, ILocalSymbol local, IOperation near) =>
        near.Root().AllCode().All(each => each is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local) || place.Span.Contains(each.Syntax.Span));

    /// <summary>All values that a local is given, null ones too; a null stands for one that is not seen, as that of an <c>out</c> argument.</summary>
    public static IReadOnlyList<IOperation?> Values(ILocalSymbol local, IOperation near)
    {
        var values = new List<IOperation?>();
        foreach (var operation in near.Root().AllCode())
        {
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
            {
                if ((declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer) is { } initializer)
                {
                    values.Add(initializer.Value);
                }
                else if (declarator.Parent is not IVariableDeclarationOperation)
                {
                    values.Add(null); // of a loop, a pattern, a catch
                }
            }
        }

        values.AddRange(Writes(local, near));
        return values;
    }

    private static List<IOperation?> Writes(ISymbol variable, IOperation near)
    {
        var writes = new List<IOperation?>();
        foreach (var reference in near.Root().AllCode().Where(each => each is ILocalReferenceOperation or IParameterReferenceOperation && each.IsReferenceTo(variable)))
        {
            switch (reference.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                    writes.Add(assignment.Value);
                    break;
                case IAssignmentOperation other when other.Target == reference:
                case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref }:
                case ITupleOperation or IDeclarationExpressionOperation or IAddressOfOperation or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } }:
                    writes.Add(null);
                    break;
            }
        }

        return writes;
    }
}
