namespace OkRun.Async.Analyzers.Model;

/// <summary>A function whose body is seen: a lambda, an anonymous method, a local function, or an ordinary method of this compilation that nothing overrides.</summary>
internal sealed class Function
{
    private Function(IMethodSymbol symbol, SyntaxNode syntax, IOperation body, SemanticModel model, Compilation compilation)
    {
        Symbol = symbol;
        Syntax = syntax;
        Body = body;
        Model = model;
        Compilation = compilation;
    }

    public IMethodSymbol Symbol { get; }

    public SyntaxNode Syntax { get; }

    public IOperation Body { get; }

    public SemanticModel Model { get; }

    public Compilation Compilation { get; }

    /// <summary>The block, or the expression that stands for it.</summary>
    public CSharpSyntaxNode? BodySyntax => Syntax switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        LocalFunctionStatementSyntax local => (CSharpSyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        MethodDeclarationSyntax method => (CSharpSyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        _ => null,
    };

    public bool IsErroneous => BodySyntax is null || BodySyntax.ContainsDiagnostics || Body.IsErroneous();

    /// <summary>The call at the end, where its end is the function's end.</summary>
    public IInvocationOperation? Tail => field ??= TailOf(Statements().LastOrDefault());

    /// <summary>The method that the tail calls, if it is seen.</summary>
    public Function? Followed => Tail is { } tail && Of(tail.TargetMethod, Model, Compilation) is { } followed && followed.Syntax != Syntax ? followed : null;

    /// <summary>The function that an operation stands for; null if it is not seen.</summary>
    public static Function? Of(IOperation value, Compilation compilation) => (value.Unwrapped(), value.SemanticModel) switch
    {
        (IAnonymousFunctionOperation lambda, { } model) => new(lambda.Symbol, lambda.Syntax, lambda.Body, model, compilation),
        (IMethodReferenceOperation reference, { } model) => Of(reference.Method, model, compilation),
        _ => null,
    };

    /// <summary>The last parameter, if it is a token.</summary>
    public IParameterSymbol? Token => Symbol.Parameters.LastOrDefault() is { } last && last.Type.IsToken() ? last : null;

    /// <summary>The parameter before the last, if it is what an actor calls when it is ready.</summary>
    public IParameterSymbol? Ready => Symbol.Parameters.Length >= 2 && Symbol.Parameters[Symbol.Parameters.Length - 2] is var parameter && parameter.Type.Is("System.Action") ? parameter : null;

    /// <summary>Where a parameter is referenced, nested functions included; <c>nameof</c> is no reference.</summary>
    public IReadOnlyList<SyntaxNode> References(IParameterSymbol? parameter) => parameter is null
        ? []
        : [.. Syntax.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == parameter.Name && Means(name, parameter))];

    /// <summary>The parameter of the followed method that takes the place of one that is handed to it and used nowhere else.</summary>
    public IParameterSymbol? HandedOn(IParameterSymbol? parameter)
    {
        if (Followed is not { } followed || References(parameter).Count != 1)
        {
            return null;
        }

        var argument = Tail!.Arguments.FirstOrDefault(each => each.Value.IsReferenceTo(parameter));
        return argument?.Parameter is { } target && SymbolEqualityComparer.Default.Equals(target.Type, parameter!.Type)
            ? followed.Symbol.Parameters.ElementAtOrDefault(target.Ordinal)
            : null;
    }

    private static Function? Of(IMethodSymbol method, SemanticModel near, Compilation compilation)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction)
            || method.IsAbstract || method.IsExtern || method.ContainingType?.TypeKind == TypeKind.Interface
            || ((method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType!.IsSealed))
        {
            return null;
        }

        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (!compilation.ContainsSyntaxTree(reference.SyntaxTree))
            {
                continue;
            }

            var syntax = reference.GetSyntax();
#pragma warning disable RS1030 // a method of another file has a model of its own
            var model = near.SyntaxTree == reference.SyntaxTree ? near : compilation.GetSemanticModel(reference.SyntaxTree);
#pragma warning restore RS1030
            var body = model.GetOperation(syntax) switch
            {
                ILocalFunctionOperation local => local.Body,
                IMethodBodyOperation whole => whole.BlockBody ?? whole.ExpressionBody,
                _ => null,
            };
            if (body is not null)
            {
                return new(method, syntax, body, model, compilation);
            }
        }

        return null;
    }

    private bool Means(IdentifierNameSyntax name, IParameterSymbol parameter)
    {
        var info = Model.GetSymbolInfo(name);
        var isMeant = info.Symbol is null ? info.CandidateSymbols.Length > 0 : SymbolEqualityComparer.Default.Equals(info.Symbol, parameter);
        return isMeant && !name.Ancestors().TakeWhile(each => each != Syntax).OfType<InvocationExpressionSyntax>().Any(call => Model.GetOperation(call) is INameOfOperation);
    }

    /// <summary>The statements of the body. Local functions may be declared between and below them.</summary>
    public IEnumerable<IOperation> Statements() => (Body as IBlockOperation)?.Operations.Where(each =>
        each is not (ILocalFunctionOperation or IEmptyOperation or IReturnOperation { IsImplicit: true, ReturnedValue: null })) ?? [];

    /// <summary>The call that a last statement waits for; a task that is dropped is not waited for.</summary>
    public IInvocationOperation? TailOf(IOperation? last) => last switch
    {
        IReturnOperation { ReturnedValue: { } value } => value.WithoutAwait() as IInvocationOperation,
        IExpressionStatementOperation { Operation: var value } when value.Unwrapped() is IAwaitOperation || !value.Type.IsTask() => value.WithoutAwait() as IInvocationOperation,
        _ => null,
    };
}
