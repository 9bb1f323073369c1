using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OkRun.Async.Samples.Tests.Daemon;

namespace OkRun.Async.Drills.Tests;

/// <summary>A shop in a process of its own, in which one thing goes wrong, with a page that is open from its start.</summary>
internal sealed partial class Shop : IAsyncDisposable
{
    private readonly string _form;
    private readonly string _drill;
    private readonly Folder? _ownFolder;
    private readonly Child _process;
    private readonly Gallery? _gallery;
    private OpenPage? _page;
    private int? _exitCode;

    private Shop(string form, string drill, string? folder)
    {
        (_form, _drill) = (form, drill);
        _ownFolder = folder is null ? new() : null;
        _process = new("OkRun.Async.Drills", form, drill, folder ?? _ownFolder!.Path);
        _gallery = Gallery.Of($"{drill}, {form}");
    }

    public bool IsBare => _form == "bare";

    public OpenPage Page => _page ?? throw new InvalidOperationException("The page was not opened.");

    /// <summary>What the page has last said of an actor.</summary>
    public JsonObject this[string actor] => Page.Group["actors"]!.AsArray().Single(each => (string?)each!["name"] == actor)!.AsObject();

    /// <summary>What was logged: each line without its time, numbers written as N.</summary>
    public IReadOnlyList<string> Log => [.. Written.Select(Normal)];

    private IEnumerable<string> Written => _process.Errors.Written.Concat(_process.Output.Written);

    /// <summary>Starts a shop, and waits until its page says that all of it is ready.</summary>
    public static async Task<Shop> OpenAsync(string form, string drill, string? folder = null)
    {
        var shop = Start(form, drill, folder);
        try
        {
            await shop.OpenPageAsync();
            await shop.Page.UntilState("Ready");
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public static Shop Start(string form, string drill, string? folder = null) => new(form, drill, folder);

    public async Task OpenPageAsync()
    {
        Uri address = new(Address().Match(await _process.Output.WithAsync("http://127.0.0.1:")).Value);
        _page = new(address);
        await (_gallery?.OpenAsync(address) ?? Task.CompletedTask);
    }

    /// <summary>Says that it is time to go wrong, or to go on.</summary>
    public void Go() => _process.Type('\n');

    public void Send(int signal) => _process.Send(signal);

    /// <summary>Waits for a line that begins so. While something else is slow, too, it comes with a later beat.</summary>
    public async Task Says(string line)
    {
        var said = Task.WhenAny(_process.Errors.WithAsync(IsMeant), _process.Output.WithAsync(IsMeant)).Unwrap();
        await Task.WhenAny(said);
        Assert.True(said.IsCompletedSuccessfully, $"Nobody says: {line}…\n{string.Join('\n', Log)}");

        bool IsMeant(string each) => Normal(each).StartsWith(line, StringComparison.Ordinal);
    }

    /// <summary>Asks for the health until it is that.</summary>
    public Task HealthSays(string text) => Eventually.True(async () => Normal(await Page.HealthAsync()).Contains(text, StringComparison.Ordinal));

    /// <summary>Ends when the process has; the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        _exitCode = await _process.ExitAsync();
        await (_gallery?.IsGoneAsync() ?? Task.CompletedTask);
        await ShootAsync("after");
        return _exitCode.Value;
    }

    /// <summary>For an operator who gives up.</summary>
    public async Task KillAsync()
    {
        Send(Posix.Kill);
        await ExitAsync();
    }

    /// <summary>A stop that hangs: a host gives up by itself, a program that has no limit is killed.</summary>
    public async Task GiveUpAsync()
    {
        if (IsBare)
        {
            await KillAsync();
            return;
        }

        Assert.Equal(134, await ExitAsync());
    }

    /// <summary>Takes pictures of the page, if they are wanted.</summary>
    public Task ShootAsync(string moment) => _gallery?.ShootAsync(moment) ?? Task.CompletedTask;

    public void AssertSaid(string line) => Assert.True(Log.Contains(line), $"Nobody said: {line}\n{string.Join('\n', Log)}");

    public void AssertSaidSo(string line) => Assert.True(Log.Any(each => each.StartsWith(line, StringComparison.Ordinal)), $"Nobody said: {line}…\n{string.Join('\n', Log)}");

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await (_page?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_gallery?.EndAsync(Written, _page?.Group, _exitCode) ?? Task.CompletedTask);
        _ownFolder?.Dispose();
    }

    public static string Normal(string line)
    {
        var text = Spaces().Replace(Places().Replace(line, " in $1"), " ").Trim();
        return Numbers().Replace(Time().Replace(text, ""), "N");
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@" in /\S*/(\w+\.cs)")]
    private static partial Regex Places();

    [GeneratedRegex(@"^\d+\.\d{3} ")]
    private static partial Regex Time();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\d+(\.\d+)?(?= (s|ms)\b)|(?<=:line )\d+")]
    private static partial Regex Numbers();
}
