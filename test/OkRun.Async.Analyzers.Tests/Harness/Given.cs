using Microsoft.CodeAnalysis;

namespace OkRun.Async.Analyzers.Tests.Harness;

/// <summary>What every program of the tests can use.</summary>
internal static class Given
{
    public const string Sources = """
        global using System;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.IO;
        global using System.IO.Pipelines;
        global using System.IO.Pipes;
        global using System.Linq;
        global using System.Net;
        global using System.Net.Sockets;
        global using System.Threading;
        global using System.Threading.Channels;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using OkRun.Async;

        public interface IServer
        {
            event EventHandler Received;
            Task RunAsync();
            Task RunAsync(CancellationToken token);
            Task ServeAsync(int port = 80, CancellationToken token = default);
            Task OpenAsync(CancellationToken token);
            Task StartAsync(CancellationToken token);
            Task StopAsync(CancellationToken token = default);
            ValueTask CloseAsync();
            Task<int> CountAsync(CancellationToken token = default);
            Task<string?> NextAsync(CancellationToken token = default);
            IAsyncEnumerable<int> ReadAsync(CancellationToken token = default);
            void Run(CancellationToken token);
            void Stop();
        }
        """;

    private static readonly string[] _prefixes = ["System", "Microsoft.Extensions.", "Microsoft.AspNetCore", "Microsoft.Win32.", "netstandard", "mscorlib", "OkRun.Async.Hosting", "OkRun.Async.dll"];

    /// <summary>The framework that the tests run on, ASP.NET Core, and our own libraries: nothing is downloaded.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => _prefixes.Any(Path.GetFileName(path).StartsWith) && !Path.GetFileName(path).StartsWith("System.Composition", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
