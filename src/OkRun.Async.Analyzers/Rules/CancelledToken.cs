using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN008: clean-up that is given the very token whose cancellation it follows.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancelledToken() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN008";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "Shut-down work is given a token that is cancelled by then",
        "'{0}' is already cancelled when this runs on a stop, so the call gives up at once",
        Categories.Stopping,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        if (actor.Function is { } function)
        {
            InFinally(function, function.Token, report);
            if (function.HandedOn(function.Token) is { } handedOn)
            {
                InFinally(function.Followed!, handedOn, report);
            }
        }

        foreach (var hook in actor.Hooks)
        {
            if (Function.Of(hook, actor.Compilation) is { } called)
            {
                InHook(called, actor.Operation.Root(), report);
            }
        }
    }

    private static void InFinally(Function function, IParameterSymbol? token, Report report)
    {
        if (token is null)
        {
            return;
        }

        var blocks = function.Body.OwnCode().OfType<ITryOperation>().Select(each => each.Finally).OfType<IBlockOperation>().ToArray();
        foreach (var last in blocks.Where(each => !blocks.Any(other => other != each && other.Syntax.Span.Contains(each.Syntax.Span))))
        {
            var references = function.References(token).Where(each => last.Syntax.Span.Contains(each.Span)).ToArray();
            var arguments = last.OwnCode().OfType<IArgumentOperation>().Where(each => IsGiven(each) && each.Value.IsReferenceTo(token)).ToArray();
            if (references.Length == arguments.Length && arguments.Length > 0 && !function.IsErroneous)
            {
                Found(arguments, token, ImmutableDictionary<string, string?>.Empty.Add("instead", "CancellationToken.None"), report);
            }
        }
    }

    private static void InHook(Function hook, IOperation around, Report report)
    {
        var arguments = hook.Body.OwnCode().OfType<IArgumentOperation>().Where(IsGiven).ToArray();
        foreach (var token in arguments.Select(each => Captured(each.Value, hook)).Where(each => each is not null).Distinct(SymbolEqualityComparer.Default))
        {
            var given = arguments.Where(each => each.Value.IsReferenceTo(token)).ToArray();
            var isGuarded = hook.Body.AllCode().Count(each => each is ILocalReferenceOperation or IParameterReferenceOperation && each.IsReferenceTo(token)) != given.Length;
            if (!isGuarded && StopsAGroup(token!, around) && !hook.IsErroneous)
            {
                var deadline = hook.Symbol.Parameters.Length == 2 && hook.Token is { } parameter && parameter.Name.Trim('_').Length > 0 ? parameter.Name : null;
                Found(given, token!, deadline is null ? null : ImmutableDictionary<string, string?>.Empty.Add("instead", deadline), report);
            }
        }
    }

    private static void Found(IEnumerable<IArgumentOperation> arguments, ISymbol token, ImmutableDictionary<string, string?>? properties, Report report)
    {
        foreach (var argument in arguments)
        {
            report(argument.Place(), [token.Name], properties);
        }
    }

    /// <summary>Whether an argument is a token for a call; one that is linked with others is no more than one of several.</summary>
    private static bool IsGiven(IArgumentOperation argument) => argument is { ArgumentKind: ArgumentKind.Explicit, Parent: IInvocationOperation { TargetMethod: var method } }
        && argument.Parameter?.Type.IsToken() == true && method.Name != "CreateLinkedTokenSource";

    private static ISymbol? Captured(IOperation value, Function hook)
    {
        ISymbol? symbol = value.Unwrapped() switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        return symbol is not null && !hook.Syntax.Span.Contains(symbol.DeclaringSyntaxReferences.FirstOrDefault()?.Span ?? hook.Syntax.Span) ? symbol : null;
    }

    private static bool StopsAGroup(ISymbol token, IOperation around) => around.AllCode().OfType<IInvocationOperation>().Any(call =>
        call.TargetMethod.Name is "RunAsync" or "Start" && call.TargetMethod.ContainingType.Is(Names.ActorGroup) && call.Arguments.Any(each => each.Value.IsReferenceTo(token)));
}
