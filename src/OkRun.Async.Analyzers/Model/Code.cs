namespace OkRun.Async.Analyzers.Model;

/// <summary>Ways through operations.</summary>
internal static class Code
{
    /// <summary>The operation without conversions, casts and parentheses. A delegate's creation gives its function.</summary>
    public static IOperation Unwrapped(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IDelegateCreationOperation creation:
                    operation = creation.Target;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The awaited or returned expression itself: without <c>await</c> and <c>ConfigureAwait</c>.</summary>
    public static IOperation WithoutAwait(this IOperation operation)
    {
        while (true)
        {
            operation = operation.Unwrapped();
            switch (operation)
            {
                case IAwaitOperation awaited:
                    operation = awaited.Operation;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance } call when call.TargetMethod.ContainingType.IsTask():
                    operation = instance;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The operation and what is below it, in the order of the source, without nested functions.</summary>
    public static IEnumerable<IOperation> OwnCode(this IOperation operation) => operation.Walk(intoFunctions: false);

    /// <summary>The operation and all that is below it, in the order of the source.</summary>
    public static IEnumerable<IOperation> AllCode(this IOperation operation) => operation.Walk(intoFunctions: true);

    private static IEnumerable<IOperation> Walk(this IOperation root, bool intoFunctions)
    {
        var stack = new Stack<IOperation>();
        stack.Push(root);
        while (stack.Count > 0)
        {
            var operation = stack.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations.Reverse())
            {
                if (intoFunctions || child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                {
                    stack.Push(child);
                }
            }
        }
    }

    /// <summary>Where an argument is reported: its value, without its name.</summary>
    public static Location Place(this IArgumentOperation argument) =>
        (argument.Syntax is ArgumentSyntax syntax ? syntax.Expression : argument.Syntax).GetLocation();

    /// <summary>Whether something in an operation does not compile: no rule says anything about it.</summary>
    public static bool IsErroneous(this IOperation operation) =>
        operation.AllCode().Any(each => each is IInvalidOperation || each.Type is { TypeKind: TypeKind.Error });

    /// <summary>The outermost operation around this one: the body of a method, an initializer, a program.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The closest parent that is no conversion.</summary>
    public static IOperation? Holder(this IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    public static bool IsNull(this IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null } || operation.Unwrapped().ConstantValue is { HasValue: true, Value: null };

    public static bool IsFalse(this IOperation operation) => operation.ConstantValue is { HasValue: true, Value: false };

    public static bool IsTrue(this IOperation operation) => operation.ConstantValue is { HasValue: true, Value: true };

    public static bool IsReferenceTo(this IOperation operation, ISymbol? symbol) => operation.Unwrapped() switch
    {
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, symbol),
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, symbol),
        _ => false,
    };
}
