using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN010: an actor or a hook that waits for the run that waits for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitsForItsRun() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN010";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "This actor waits for its own run",
        "The run of '{0}' ends after this actor, and this actor waits for the run, so neither ends",
        Categories.Stopping,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        Function?[] functions = [actor.Function, actor.Function?.Followed, .. actor.Hooks.Select(hook => Function.Of(hook, actor.Compilation))];
        foreach (var function in functions)
        {
            foreach (var (place, run) in function?.Body.OwnCode().Select(Awaited).Where(each => each.Run is not null) ?? [])
            {
                if (Variables.Values(run!, actor.Operation).Where(value => value?.IsNull() != true).ToArray() is { Length: 1 } values
                    && values[0]?.Unwrapped() is IInvocationOperation { Instance: { } started } start && start.TargetMethod.Is(Names.ActorGroup, "Start")
                    && started.Unwrapped() is ILocalReferenceOperation { Local: var group }
                    && IsIn(actor, group) && !function!.IsErroneous)
                {
                    report(place.Syntax.GetLocation(), [group.Name]);
                }
            }
        }
    }

    /// <summary>The local run whose end an operation waits for. Looking at the task, or continuing it, is no wait.</summary>
    private static (IOperation Place, ILocalSymbol? Run) Awaited(IOperation operation)
    {
        var run = operation switch
        {
            IPropertyReferenceOperation { Property: { Name: "Completion" } property, Instance: { } instance } when property.ContainingType.Is(Names.ActorGroupRun) && !IsLookedAt(operation) => instance,
            IInvocationOperation { TargetMethod: var method, Instance: { } instance } when method.Is(Names.ActorGroupRun, "DisposeAsync") => instance,
            _ => null,
        };
        run = run?.Unwrapped() is IConditionalAccessInstanceOperation ? AccessedBy(operation) : run;
        return (operation, (run?.Unwrapped() as ILocalReferenceOperation)?.Local);
    }

    private static bool IsLookedAt(IOperation completion) => completion.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: var name } => name.StartsWith("Is", StringComparison.Ordinal) || name is "Status" or "Exception" or "Id",
        IInvocationOperation { TargetMethod.Name: var name } => name is "ContinueWith",
        _ => false,
    };

    private static IOperation? AccessedBy(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is not (null or IConditionalAccessOperation))
        {
            parent = parent.Parent;
        }

        return (parent as IConditionalAccessOperation)?.Operation;
    }

    private static bool IsIn(ActorSite actor, ILocalSymbol group)
    {
        var made = actor.Operation;
        if (Variables.Values(group, made) is not { Count: 1 } values || values[0] is not { } value)
        {
            return false;
        }

        if (IsAdded(made, value, group))
        {
            return true;
        }

        while (made.Holder() is IWithOperation copy)
        {
            made = copy;
        }

        return made.Holder() is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            && Variables.IsAssignedOnce(local, made)
            && made.Root().AllCode().OfType<IInvocationOperation>().Any(call =>
                call.TargetMethod.Is(Names.ActorGroup, "Add") && call.Arguments.Any(each => each.Value.IsReferenceTo(local)) && IsAddTo(call, value, group));
    }

    /// <summary>Whether an actor is an argument of, or is itself, an <c>Add</c> to the group.</summary>
    private static bool IsAdded(IOperation made, IOperation value, ILocalSymbol group)
    {
        for (var each = made; each is not null; each = each.Parent)
        {
            if (each is IInvocationOperation call && call.TargetMethod.Is(Names.ActorGroup, "Add"))
            {
                return IsAddTo(call, value, group);
            }

            if (each != made && each is not (IConversionOperation or IArgumentOperation or IWithOperation or IParenthesizedOperation))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether a call adds to the local group, or to the initializer of what the local holds.</summary>
    private static bool IsAddTo(IInvocationOperation add, IOperation value, ILocalSymbol group) =>
        add.Instance?.IsReferenceTo(group) == true
        || (add.Parent is IObjectOrCollectionInitializerOperation { Parent: { } creation } && creation == value.Unwrapped());
}
