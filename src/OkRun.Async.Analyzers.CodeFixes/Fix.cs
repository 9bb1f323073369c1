using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace OkRun.Async.Analyzers;

/// <summary>What all fixes have in common: each mends one rule, in one document, and all of its places at once if asked.</summary>
public abstract class Fix(string id) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(id);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var (title, old, mended) in Mend(diagnostic, root, model))
            {
                var document = context.Document.WithSyntaxRoot(root.ReplaceNode(old, mended.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)));
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(document), title), diagnostic);
            }
        }
    }

    /// <summary>What may be put in the place of what, each under its title.</summary>
    private protected abstract IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Mend(Diagnostic diagnostic, SyntaxNode root, SemanticModel model);

    /// <summary>The outermost node of a kind that has exactly this place.</summary>
    private protected static T? At<T>(SyntaxNode root, Location place)
        where T : SyntaxNode =>
        place.SourceTree == root.SyntaxTree ? root.FindNode(place.SourceSpan, getInnermostNodeForTie: true).AncestorsAndSelf().OfType<T>().FirstOrDefault(node => node.Span == place.SourceSpan) : null;
}
