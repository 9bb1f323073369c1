using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN009: an actor that is in the group already, or comes after one that is not.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class Refused() : Rule(_descriptor)
{
    public const string Id = "OKRUN009";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "The group will refuse this actor",
        "Add throws an ArgumentException here: {0}",
        Categories.Starting,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.ObjectCreation);

    private static void Check(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!creation.Type.Is(Names.ActorGroup) || creation.Initializer is not { } initializer)
        {
            return;
        }

        var earlier = new List<IOperation>();
        foreach (var element in initializer.Initializers.OfType<IInvocationOperation>())
        {
            if (element.Arguments.FirstOrDefault(each => each.Parameter?.Name == "actor")?.Value is { } actor)
            {
                CheckElement(actor.Unwrapped(), earlier, context);
                earlier.Add(actor.Unwrapped());
            }
        }
    }

    private static void CheckElement(IOperation actor, List<IOperation> earlier, OperationAnalysisContext context)
    {
        if (Variables.Symbol(actor) is { } variable && earlier.Any(each => SymbolEqualityComparer.Default.Equals(Variables.Symbol(each), variable)) && Variables.IsAssignedOnce(variable, actor))
        {
            Found(actor.Syntax, $"'{variable.Name}' is in the group already");
        }

        foreach (var (syntax, dependency) in Dependencies.WrittenIn(actor))
        {
            if (Variables.MadeBy(dependency, actor) is { } made && earlier.All(each => IsAnother(each, dependency, isNew: Variables.IsNew(made))))
            {
                Found(syntax, $"'{dependency.Name}', which this actor comes after, is not in the group before it");
            }
        }

        void Found(SyntaxNode place, string why)
        {
            if (!context.Operation.IsErroneous())
            {
                context.ReportDiagnostic(Diagnostic.Create(_descriptor, place.GetLocation(), why));
            }
        }
    }

    /// <summary>Whether an element is certainly not the actor that a local holds. A call may return any actor that has been given away before.</summary>
    private static bool IsAnother(IOperation element, ILocalSymbol local, bool isNew) => element switch
    {
        ILocalReferenceOperation other => !SymbolEqualityComparer.Default.Equals(other.Local, local) && Variables.MadeBy(other.Local, element) is { } made
            && (isNew || (Variables.IsNew(made) && Variables.IsUsedOnlyIn(element.Syntax.Parent!, other.Local, element))),
        IParameterReferenceOperation or IFieldReferenceOperation => isNew,
        _ => Variables.IsNew(element) || (isNew && Variables.IsMadeElsewhere(element)),
    };
}
