namespace OkRun.Async.Analyzers.Model;

/// <summary>A place where an actor is made of a function: <c>Add</c>, <c>new Actor</c>, <c>Actor.Blocking</c>, <c>Actor.Closing</c>.</summary>
internal sealed class ActorSite
{
    private readonly ImmutableArray<IArgumentOperation> _arguments;

    private ActorSite(IOperation operation, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, IArgumentOperation execute, Compilation compilation)
    {
        _arguments = arguments;
        Operation = operation;
        Compilation = compilation;
        Execute = execute;
        IsBlocking = method.Name == "Blocking";
        TakesReady = execute.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod.Parameters.Length: 2 };
        Function = Function.Of(execute.Value, compilation);
    }

    /// <summary>The call or creation.</summary>
    public IOperation Operation { get; }

    public Compilation Compilation { get; }

    public IArgumentOperation Execute { get; }

    /// <summary>What is given to <c>execute</c>; null if it is not seen.</summary>
    public Function? Function { get; }

    public bool IsBlocking { get; }

    /// <summary>Whether the function is given <c>ready</c>.</summary>
    public bool TakesReady { get; }

    public bool IsOneShot => Settings("OneShot").Any(value => !value.IsFalse());

    /// <summary>Whether something besides the token says how the actor ends: a hook, or what is expected when it stops.</summary>
    public bool IsStoppedOtherwise => Hooks.Any() || IsOneShot || Settings("ExpectedOnStop").Any();

    /// <summary>What is given to <c>interrupt</c>, <c>close</c> or <c>Interrupt</c>.</summary>
    public IEnumerable<IOperation> Hooks => _arguments
        .Where(argument => argument.Parameter?.Name is "interrupt" or "close").Select(argument => argument.Value)
        .Concat(Settings("Interrupt"))
        .Where(hook => !hook.IsNull());

    /// <summary>The site that an operation is; null if it makes no actor of a function.</summary>
    public static ActorSite? Of(IOperation operation, Compilation compilation)
    {
        var (method, arguments) = operation switch
        {
            IInvocationOperation call when IsMaker(call.TargetMethod) => (call.TargetMethod, call.Arguments),
            IObjectCreationOperation creation when creation.Type.Is(Names.Actor) => (creation.Constructor, creation.Arguments),
            _ => default,
        };
        return method is not null && arguments.FirstOrDefault(each => each.Parameter?.Name == "execute") is { } execute
            ? new(operation, method, arguments, execute, compilation)
            : null;
    }

    private static bool IsMaker(IMethodSymbol method) => method.Name switch
    {
        "Add" => method.ContainingType.Is(Names.ActorGroup),
        "Blocking" or "Closing" => method.ContainingType.Is(Names.Actor),
        _ => false,
    };

    /// <summary>The values that a property is given in the initializer, or in a <c>with</c> that copies the actor.</summary>
    private IEnumerable<IOperation> Settings(string property) =>
        Initializers().SelectMany(each => each.Initializers).OfType<ISimpleAssignmentOperation>()
            .Where(each => each.Target is IPropertyReferenceOperation target && target.Property.Name == property)
            .Select(each => each.Value);

    private IEnumerable<IObjectOrCollectionInitializerOperation> Initializers()
    {
        if (Operation is IObjectCreationOperation { Initializer: { } initializer })
        {
            yield return initializer;
        }

        var actor = Operation;
        while (actor.Holder() is IWithOperation copy)
        {
            yield return copy.Initializer;
            actor = copy;
        }

        if (actor.Holder() is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
        {
            foreach (var copy in actor.Root().AllCode().OfType<IWithOperation>().Where(each => each.Operand.IsReferenceTo(local)))
            {
                yield return copy.Initializer;
            }
        }
    }
}
