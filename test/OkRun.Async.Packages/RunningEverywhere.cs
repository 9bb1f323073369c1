namespace OkRun.Async.Packages;

/// <summary>One program on every runtime, with actors of a library that is built for netstandard2.0.</summary>
[Collection(nameof(Feed))]
public class RunningEverywhere(Feed feed)
{
    private const string Mono = "/usr/bin/mono";

    private const string Library = """
        using System;
        using System.Threading.Tasks;
        using OkRun.Async;

        public static class Stores
        {
            public static Actor Open(Action<string> write) => new("store", async (ready, ct) =>
            {
                ready();
                var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                using (ct.Register(() => stopped.TrySetResult(true)))
                {
                    await stopped.Task;
                }

                write("the store is closed");
            })
            { StopTimeout = TimeSpan.FromSeconds(20) };
        }
        """;

    private const string Program = """
        using System;
        using System.Threading.Tasks;
        using OkRun.Async;

        public static class Program
        {
            public static Task<int> Main(string[] args)
            {
                var store = Stores.Open(Console.WriteLine);
                return new ActorGroup
                {
                    store,
                    new Actor("migration", _ => { Console.WriteLine("on " + Environment.Version.Major); return Task.CompletedTask; }) { OneShot = args.Length == 0, After = new[] { store } },
                }.RunMainAsync();
            }
        }
        """;

    [Theory]
    [InlineData("net10.0", "on 10")]
    [InlineData("net8.0", "on 8")]
    public async Task On_modern_NET(string target, string expected)
    {
        var program = await BuiltAsync(target, target == "net8.0" ? "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>true</SelfContained>" : "", ""); // a real 8.0 runtime

        await StopsOnCtrlCAsync(expected, program[target == "net8.0" ? "bin/Debug/net8.0/linux-x64/App" : "bin/Debug/net10.0/App"]);
    }

    [MonoFact]
    public async Task As_NET_Framework()
    {
        var program = await BuiltAsync("net472", "", $"""<PackageReference Include="Microsoft.NETFramework.ReferenceAssemblies" Version="{Feed.VersionOf("Microsoft.NETFramework.ReferenceAssemblies")}" PrivateAssets="all" />""");

        await using var child = new Child(Mono, program["bin/Debug/net472/App.exe"], "end by yourself"); // Mono hears Ctrl+C in a terminal only

        Assert.Equal(0, await child.ExitAsync());
        Assert.Equal(["on 4", "the store is closed"], child.Output.Written);
    }

    [Fact]
    public async Task In_FSharp()
    {
        var folder = feed.New("fsharp");
        await folder.WriteProjectAsync("App.fsproj", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>", $"""<Compile Include="Program.fs" />{folder.Reference("OkRun.Async")}""");
        await folder.WriteAsync("Program.fs", """
            open System
            open System.Threading
            open System.Threading.Tasks
            open OkRun.Async

            let group = ActorGroup()
            let store = group.Add(Actor("store", fun (ct: CancellationToken) -> task { do! Task.Delay(Timeout.Infinite, ct) } :> Task))
            group.Add(Actor("worker", (fun (ct: CancellationToken) -> task { printfn "on %d" Environment.Version.Major; do! Task.Delay(Timeout.Infinite, ct) } :> Task), After = [| store |])) |> ignore
            exit (group.RunMainAsync().GetAwaiter().GetResult())
            """);

        await folder.BuildAsync();

        await StopsOnCtrlCAsync("on 10", folder["bin/Debug/net10.0/App"]);
    }

    [Fact]
    public async Task As_one_file_without_a_project()
    {
        var folder = feed.New("file");
        await folder.WriteAsync("app.cs", $$"""
            #:package OkRun.Async@{{feed.Version}}
            #:property TreatWarningsAsErrors=true
            #:property NuGetAudit=false
            using OkRun.Async;

            return await new ActorGroup { { "migration", _ => { Console.WriteLine($"on {Environment.Version.Major}"); return Task.CompletedTask; } } }.RunMainAsync();
            """);

        var said = await folder.DotnetAsync("run", "app.cs");

        Assert.Contains("on 10", said, StringComparison.Ordinal);
        Assert.Contains("stopped after", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compiled_ahead_of_time()
    {
        var folder = feed.New("aot");
        await folder.WriteProjectAsync("App.csproj", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization>", folder.Reference("OkRun.Async"));
        await folder.WriteAsync("Program.cs", """
            using System.Runtime.CompilerServices;
            using OkRun.Async;

            Actor store = new("store", ct => Task.Delay(Timeout.Infinite, ct));
            Actor worker = new("worker", ct => { Console.WriteLine(RuntimeFeature.IsDynamicCodeSupported ? "just in time" : "ahead of time"); return Task.Delay(Timeout.Infinite, ct); }) { After = [store] };
            return await new ActorGroup { store, worker }.RunMainAsync();
            """);

        await folder.PublishAsync();

        await StopsOnCtrlCAsync("ahead of time", folder["published/App"]);
    }

    [Fact]
    public async Task Trimmed()
    {
        var folder = feed.New("trimmed");
        await folder.WriteProjectAsync(
            "App.csproj", "<TargetFramework>net10.0</TargetFramework><PublishTrimmed>true</PublishTrimmed><TrimmerSingleWarn>false</TrimmerSingleWarn>", folder.Reference("OkRun.Async.AspNetCore"), "Microsoft.NET.Sdk.Web");
        await folder.WriteAsync("Program.cs", """
            using OkRun.Async;

            var builder = WebApplication.CreateSlimBuilder(args);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddActorGroup("orders", (_, group) => group.Add("worker", ct => Task.Delay(Timeout.Infinite, ct)));
            var app = builder.Build();
            app.MapActorGroups("/actors");
            Actor web = app.AsActor("web");
            return await new ActorGroup
            {
                web,
                new Actor("client", async ct =>
                {
                    using var client = new HttpClient();
                    client.DefaultRequestHeaders.Add("Accept", "application/json");
                    Console.WriteLine(await client.GetStringAsync(new Uri(app.Urls.First() + "/actors"), ct));
                    await Task.Delay(Timeout.Infinite, ct);
                }) { After = [web] },
            }.RunMainAsync();
            """);

        await folder.PublishAsync();

        await StopsOnCtrlCAsync("\"name\":\"orders\"", folder["published/App"]);
    }

    [Fact]
    public async Task Beside_a_pinned_Microsoft_Extensions_8()
    {
        var folder = feed.New("pinned");
        await folder.WriteProjectAsync(
            "App.csproj",
            "<TargetFramework>net8.0</TargetFramework><OutputType>Exe</OutputType><RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>true</SelfContained>",
            $"""
            {folder.Reference("OkRun.Async.Hosting")}
            <PackageReference Include="Microsoft.Extensions.Hosting" Version="8.0.1" />
            <PackageReference Include="Microsoft.Extensions.Hosting.Abstractions" Version="8.0.1" />
            <PackageReference Include="Microsoft.Extensions.Logging.Abstractions" Version="8.0.2" />
            """);
        await folder.WriteAsync("Program.cs", """
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            var builder = Host.CreateApplicationBuilder(args);
            builder.Services.AddActorGroup("orders", (_, group) => group.Add("worker", ct => Task.Delay(Timeout.Infinite, ct)));
            Console.WriteLine($"on {typeof(IHost).Assembly.GetName().Version!.Major}");
            await builder.Build().RunAsync();
            """);

        await folder.BuildAsync();

        await StopsAsync("on 8", "Application started", "Application is shutting down", folder["bin/Debug/net8.0/linux-x64/App"]);
    }

    private async Task<Folder> BuiltAsync(string target, string properties, string items)
    {
        var folder = feed.New($"everywhere-{target}");
        await folder.WriteProjectAsync("Library/Library.csproj", "<TargetFramework>netstandard2.0</TargetFramework><ImplicitUsings>disable</ImplicitUsings>", folder.Reference("OkRun.Async"));
        await folder.WriteAsync("Library/Stores.cs", Library);
        await folder.WriteProjectAsync(
            "App.csproj",
            $"<TargetFramework>{target}</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>disable</ImplicitUsings><EnableDefaultCompileItems>false</EnableDefaultCompileItems>{properties}",
            $"""<Compile Include="Program.cs" /><ProjectReference Include="Library/Library.csproj" />{items}""");
        await folder.WriteAsync("Program.cs", Program);
        await folder.BuildAsync("App.csproj");
        return folder;
    }

    private static Task StopsOnCtrlCAsync(string expected, params string[] command) => StopsAsync(expected, expected, "stopped after", command);

    private static async Task StopsAsync(string expected, string running, string last, params string[] command)
    {
        await using var child = new Child([$"DOTNET_ROOT={Path.GetDirectoryName(Shell.Dotnet)}"], command[0], command[1..]);
        await child.Output.WithAsync(expected);
        await child.Output.WithAsync(running);

        child.Send(Posix.Interrupt);

        Assert.Equal(0, await child.ExitAsync());
        Assert.Contains(last, child.Output + "\n" + child.Errors, StringComparison.Ordinal);
    }

    private sealed class MonoFactAttribute : FactAttribute
    {
        public MonoFactAttribute() => Skip = File.Exists(Mono) ? null : "Mono is not installed.";
    }
}
