using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN004: an <c>async void</c> function, whose end and whose exceptions the group never sees.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoid() : Rule(_descriptor)
{
    public const string Id = "OKRUN004";

    private const string Library = "OkRun.Async";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "An async void function is given to the group",
        "This function is async void here: the group cannot wait for it, and an exception from it ends the process",
        Categories.Outcome,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.Argument);

    private static void Check(OperationAnalysisContext context)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.Parameter is { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true } } parameter
            && IsAsyncVoid(argument.Value.Unwrapped())
            && IsOfLibrary(parameter.ContainingSymbol.ContainingAssembly, context.Compilation)
            && !argument.IsErroneous() && argument.Parent?.Type is not { TypeKind: TypeKind.Error })
        {
            context.ReportDiagnostic(Diagnostic.Create(_descriptor, argument.Place()));
        }
    }

    private static bool IsAsyncVoid(IOperation function) => function switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
        IMethodReferenceOperation { Method: { IsAsync: true, ReturnsVoid: true } } => true,
        _ => false,
    };

    private static bool IsOfLibrary(IAssemblySymbol? assembly, Compilation compilation) =>
        assembly is not null && !SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
        && assembly.Name.StartsWith(Library, StringComparison.Ordinal) && (assembly.Name.Length == Library.Length || assembly.Name[Library.Length] == '.');
}
