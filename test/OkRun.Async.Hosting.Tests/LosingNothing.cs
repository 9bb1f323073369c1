using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Hosting.Tests;

/// <summary>An exception whose texts throw or do not return, or a clock without timers, hides no failure.</summary>
[Collection(OkRun.Async.Hosting.Tests.Telemetry.Alone)]
public class LosingNothing
{
    private readonly LogEntries _log = new();
    private readonly Signal _release = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_names_the_actor_and_the_type(bool blocks)
    {
        var evil = new EvilException(blocks ? _release : null);
        var group = new ActorGroup(new() { Observer = new ActorGroupLogger(new Formatting(_log), "orders") }) { { "store", Work.Fails(evil) } };

        await group.Start().Completion.EndOrHang();
        _release.Happen();

        Assert.Equal((LogLevel.Error, "store"), (_log.One(5).Level, _log.One(5).Fields["Actor"]));
        Assert.Contains(nameof(EvilException), _log.One(5).Exception!.Message, StringComparison.Ordinal);
        Assert.Equal("'store' failed with EvilException: (its message cannot be read)", _log.One(12).Fields["Verdict"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spans_end_and_are_errors_and_the_failure_is_counted(bool blocks)
    {
        var evil = new EvilException(blocks ? _release : null);
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == ActorGroupTelemetry.SourceName, Sample = (ref _) => ActivitySamplingResult.AllData };
        var ended = new List<Activity>();
        listener.ActivityStopped = ended.Add;
        ActivitySource.AddActivityListener(listener);

        await new ActorGroup(new() { Observer = new ActorGroupTelemetry("evil") }) { { "store", Work.Fails(evil) } }.Start().Completion.EndOrHang();
        _release.Happen();

        Assert.Equal(["actor store", "run evil"], ended.Select(span => span.DisplayName));
        Assert.All(ended, span => Assert.Equal((ActivityStatusCode.Error, "(its message cannot be read)"), (span.Status, span.StatusDescription)));
        Assert.All(ended, span => Assert.Equal(typeof(EvilException).FullName, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_configuration_that_throws_it_is_named()
    {
        var evil = new EvilException(null);
        using var host = Hosts.With(services => services.AddActorGroup("orders", (_, _) => throw evil));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
        Assert.Same(evil, thrown.InnerException);
    }

    [Fact]
    public async Task A_clock_without_timers_does_not_hide_who_failed()
    {
        var failure = new IOException("the disk is full");
        var host = Hosts.With(
            services => services.AddActorGroup((_, group) => group.Add("store", Work.Fails(failure, _release)), options => options.UseTimeProvider(new Timerless())),
            _log);
        await host.StartAsync().OrHang();

        _release.Happen();
        var run = host.Group().Run!;
        await run.Completion.EndOrHang();
        await ((IAsyncDisposable)host).DisposeAsync().AsTask().OrHang();

        Assert.Equal("store", _log.One(5).Fields["Actor"]);
        Assert.Same(failure, _log.One(5).Exception);
    }

    /// <summary>A log that writes the exception at once, as the console does.</summary>
    private sealed class Formatting(LogEntries log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _ = exception?.ToString();
            log.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private sealed class Timerless : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
    }

#pragma warning disable CA1032, CA1064 // it is as bad as an exception can be
    private sealed class EvilException(Signal? blocks) : Exception
#pragma warning restore CA1032, CA1064
    {
#pragma warning disable CA1065 // this is the sin
        public override string Message
        {
            get
            {
                blocks?.BlockThread();
                throw new InvalidOperationException("no message");
            }
        }
#pragma warning restore CA1065
    }
}
