using System.Text.RegularExpressions;

namespace OkRun.Async.Packages;

/// <summary>A new user pastes the first program of a README into an empty folder, runs it, and presses Ctrl+C.</summary>
[Collection(nameof(Feed))]
public partial class FollowingTheReadmes(Feed feed)
{
    [Theory]
    [InlineData("README.md", null, "stopped after")]
    [InlineData("src/OkRun.Async/README.md", "working", "stopped after")]
    [InlineData("src/OkRun.Async.Hosting/README.md", "working", "Application is shutting down")]
    [InlineData("src/OkRun.Async.AspNetCore/README.md", "Application started", "Application is shutting down")]
    public async Task Their_first_program_works_at_once(string readme, string? running, string last)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Feed.Root, readme));
        var program = Block("csharp").Match(text);
        var packages = Command().Matches(text[..program.Index]).Select(match => match.Groups[1].Value).ToArray();
        var isWeb = program.Value.Contains("WebApplication", StringComparison.Ordinal);
        var folder = feed.New($"pasted-{Guid.NewGuid():N}");
        await folder.WriteProjectAsync(
            "App.csproj", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>", string.Concat(packages.Select(folder.Reference)), isWeb ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk");
        await folder.WriteAsync("Program.cs", program.Groups[1].Value);

        Assert.NotEmpty(packages);
        await folder.BuildAsync();

        await using var child = new Child([$"DOTNET_ROOT={Path.GetDirectoryName(Shell.Dotnet)}", "ASPNETCORE_URLS=http://127.0.0.1:0"], folder["bin/Debug/net10.0/App"]);
        foreach (var line in running is null ? ReadyLines(text[program.Index..]) : [running])
        {
            await (await Task.WhenAny(child.Output.WithAsync(line), child.Errors.WithAsync(line)));
        }

        child.Send(Posix.Interrupt);

        Assert.Equal(0, await child.ExitAsync());
        Assert.Contains(last, child.Output + "\n" + child.Errors, StringComparison.Ordinal);
    }

    /// <summary>What the README says that the program prints when it is up, without the times.</summary>
    private static string[] ReadyLines(string text)
    {
        var printed = Block("text").Match(text).Groups[1].Value;
        string[] lines = [.. Ready().Matches(printed).Select(match => match.Value)];
        Assert.NotEmpty(lines);
        return lines;
    }

    private static Regex Block(string language) => new($"```{language}\n(.*?)```", RegexOptions.Singleline);

    [GeneratedRegex(@"^dotnet add package (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\w+ +ready$", RegexOptions.Multiline)]
    private static partial Regex Ready();
}
