using System.Security.Cryptography;
using System.Text;

namespace OkRun.Async.Page;

/// <summary>The embedded page, joined of its parts, and the policy that lets a browser run its own script and style, and nothing else.</summary>
internal sealed record Html(string Text, string Policy)
{
    public static Html Read()
    {
        var style = Part("page.css");
        var script = string.Join('\n', ((string[])["words.js", "draw.js", "card.js", "live.js"]).Select(Part));
        var text = Part("page.html").Replace("{style}", style, StringComparison.Ordinal).Replace("{script}", script, StringComparison.Ordinal);
        return new(
            text,
            $"default-src 'none'; connect-src 'self'; img-src data:; style-src {Hash(style)}; script-src {Hash(script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private static string Part(string name)
    {
        using var stream = typeof(Html).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
