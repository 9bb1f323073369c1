using OkRun.Async.Analyzers.Model;

namespace OkRun.Async.Analyzers.Rules;

/// <summary>OKRUN001: an actor that looks at no token, has no hook, and waits without an end in sight.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CannotBeStopped() : ActorRule(_descriptor)
{
    public const string Id = "OKRUN001";

    private static readonly DiagnosticDescriptor _descriptor = new(
        Id,
        "This actor cannot be stopped",
        "Nothing can stop this actor: it never uses its token and has no interrupt hook. A stop of the group waits for it forever.",
        Categories.Stopping,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page(Id));

    private protected override void Check(ActorSite actor, Report report)
    {
        if (actor.Function is not { } function)
        {
            return;
        }

        var handedOn = function.HandedOn(function.Token);
        var followed = function.Followed;
        if ((function.References(function.Token).Count > 0 && (handedOn is null || followed!.References(handedOn).Count > 0)) || actor.IsStoppedOtherwise)
        {
            return;
        }

        if (WaitingCall(function) is { } call)
        {
            Found(function, call, handedOn is null ? function.Token : null);
        }
        else if (followed is not null && (handedOn is not null || !IsGivenAToken(function.Tail!)) && WaitingCall(followed) is { } deeper)
        {
            Found(followed, deeper, handedOn);
        }
        else if (IsEndless(function) || (followed is not null && (handedOn is not null || !IsGivenAToken(function.Tail!)) && IsEndless(followed)))
        {
            Found(function, null, null);
        }

        void Found(Function place, IInvocationOperation? call, IParameterSymbol? token)
        {
            if (function.IsErroneous || followed?.IsErroneous == true)
            {
                return;
            }

            var argument = call is null || token is null || place.Syntax.SyntaxTree != actor.Execute.Syntax.SyntaxTree ? null : TokenCalls.TokenParameter(call);
            report(
                actor.Execute.Place(),
                properties: argument is null ? null : ImmutableDictionary<string, string?>.Empty.Add("token", token!.Name).Add("argument", argument),
                more: argument is null ? [] : [call!.Syntax.GetLocation(), place.Syntax.GetLocation()]);
        }
    }

    private static bool IsEndless(Function function) => function.NeverEnds() && function.HasEndlessLoop();

    /// <summary>A call in the header of a loop, or at the end, that waits and leaves out a token that it could be given.</summary>
    private static IInvocationOperation? WaitingCall(Function function) =>
        Headers(function).SelectMany(header => header.OwnCode()).OfType<IInvocationOperation>().Append(function.Tail?.IsFinite() == false ? function.Tail : null).FirstOrDefault(call => call?.WaitsWithoutToken(function.Compilation) == true);

    /// <summary>What loops wait for before each round. A condition of several parts ends by its other parts.</summary>
    private static IEnumerable<IOperation> Headers(Function function) => function.Body.OwnCode()
        .Select(each => each switch
        {
            IWhileLoopOperation { Condition: { } condition } => condition,
            IForEachLoopOperation { IsAsynchronous: true } loop => loop.Collection,
            _ => null,
        })
        .Where(header => header is not null && !header.OwnCode().Any(each =>
            each is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }
            || (each is IInvocationOperation call && IsGivenAToken(call))))!;

    private static bool IsGivenAToken(IInvocationOperation call) =>
        call.Arguments.Any(each => each.ArgumentKind == ArgumentKind.Explicit && each.Parameter?.Type.IsToken() == true);
}
