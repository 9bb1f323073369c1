using System.Net;

namespace OkRun.Async.Packages;

/// <summary>A new user makes a project of a template, builds it, tests it, runs it and stops it.</summary>
[Collection(nameof(Feed))]
public class TryingTheTemplates(Feed feed)
{
    [Fact]
    public async Task A_daemon_with_a_web_server()
    {
        var folder = await TestedAsync("daemon", "okrun");

        await using var daemon = Start(folder, "daemon");
        var listening = await daemon.Output.WithAsync("Now listening on: ");
        await daemon.Errors.WithAsync("web         ready");
        using var client = new HttpClient { BaseAddress = new Uri(listening[listening.IndexOf("http:", StringComparison.Ordinal)..]) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz", UriKind.Relative))).StatusCode);
        Assert.Contains("Actor groups", await client.GetStringAsync(new Uri("/actors", UriKind.Relative)), StringComparison.Ordinal);

        await StopsAsync(daemon, daemon.Errors, "stopped after");
    }

    [Fact]
    public async Task A_daemon_without_a_web_server()
    {
        var folder = await TestedAsync("plain", "okrun", "--web", "false");

        await using var daemon = Start(folder, "plain");
        await daemon.Errors.WithAsync("cron        ready");
        Assert.DoesNotContain("web", await File.ReadAllTextAsync(folder["README.md"]), StringComparison.Ordinal);

        await StopsAsync(daemon, daemon.Errors, "stopped after");
    }

    [Fact]
    public async Task A_worker_in_a_host()
    {
        var folder = await TestedAsync("worker", "okrun-worker");

        await using var worker = Start(folder, "worker");
        await worker.Output.WithAsync("Application started");

        await StopsAsync(worker, worker.Output, "Application is shutting down");
    }

    [Theory]
    [InlineData("okrun")]
    [InlineData("okrun-worker")]
    public async Task For_NET_8(string template)
    {
        var folder = await MadeAsync($"{template}-net8", template, "--framework", "net8.0");

        await folder.BuildAsync();

        Assert.True(File.Exists(folder[$"src/{template}-net8/bin/Debug/net8.0/{template}-net8.dll"]));
    }

    private async Task<Folder> TestedAsync(string name, params string[] template)
    {
        var folder = await MadeAsync(name, template);
        await folder.BuildAsync();

        var said = await folder.DotnetAsync("test", "--no-build");

        Assert.Contains("Passed:     1", said, StringComparison.Ordinal);
        return folder;
    }

    private async Task<Folder> MadeAsync(string name, params string[] template)
    {
        var folder = feed.New($"templates/{name}");
        string[] hive = ["--debug:custom-hive", feed.New($"hives/{name}").Path]; // the templates of whoever runs this test stay as they are
        await folder.DotnetAsync(["new", "install", Path.Combine(feed.Made, $"OkRun.Async.Templates.{feed.Version}.nupkg"), .. hive]);
        await folder.DotnetAsync(["new", .. template, "-o", folder.Path, .. hive]);
        return folder;
    }

    private static Child Start(Folder folder, string name) =>
        new([$"DOTNET_ROOT={Path.GetDirectoryName(Shell.Dotnet)}", "ASPNETCORE_URLS=http://127.0.0.1:0"], folder[$"src/{name}/bin/Debug/net10.0/{name}"]);

    private static async Task StopsAsync(Child child, Lines lines, string last)
    {
        child.Send(Posix.Terminate);

        Assert.Equal(0, await child.ExitAsync());
        Assert.Contains(last, lines.ToString(), StringComparison.Ordinal);
    }
}
