namespace OkRun.Async.Analyzers.Model;

/// <summary>What an actor comes after, where the list is written at the actor.</summary>
internal static class Dependencies
{
    public static IEnumerable<(SyntaxNode Syntax, ILocalSymbol Local)> WrittenIn(IOperation actor)
    {
        var initializer = actor switch
        {
            IObjectCreationOperation creation when creation.Type.Is(Names.Actor) => creation.Initializer,
            IWithOperation copy when copy.Type.Is(Names.Actor) => copy.Initializer,
            _ => null,
        };
        var list = initializer?.Initializers.OfType<ISimpleAssignmentOperation>().FirstOrDefault(each => each.Target is IPropertyReferenceOperation { Property.Name: "After" })?.Value.Syntax;
        if (list is null || actor.SemanticModel is not { } model)
        {
            yield break;
        }

        foreach (var element in Elements(list))
        {
            if (model.GetSymbolInfo(element).Symbol is ILocalSymbol local)
            {
                yield return (element, local);
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> Elements(SyntaxNode list) => list switch
    {
        CollectionExpressionSyntax collection => collection.Elements.All(each => each is ExpressionElementSyntax) ? collection.Elements.Cast<ExpressionElementSyntax>().Select(each => each.Expression) : [],
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        _ => [],
    };
}
