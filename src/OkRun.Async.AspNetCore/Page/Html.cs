using System.Security.Cryptography;
using System.Text;

namespace OkRun.Async.Page;

/// <summary>The embedded page, and the policy that lets a browser run its own script and style, and nothing else.</summary>
internal sealed record Html(string Text, string Policy)
{
    public static Html Read()
    {
        using var stream = typeof(Html).Assembly.GetManifestResourceStream("page.html")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return new(
            text,
            $"default-src 'none'; connect-src 'self'; img-src data:; style-src {Hash(text, "style")}; script-src {Hash(text, "script")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private static string Hash(string text, string element)
    {
        var from = text.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var to = text.IndexOf($"</{element}>", from, StringComparison.Ordinal);
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text[from..to])))}'";
    }
}
