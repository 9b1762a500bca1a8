using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelTrends.Platform;
using ModelTrends.Platform.Commands;
using ModelTrends.Platform.Hosting;

namespace ModelTrends.Tests.Platform.Hosting;

public sealed class BackgroundWorkTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Work_that_fails_is_told_and_begun_again_after_waits_that_grow_until_it_is_done()
    {
        var clock = new FakeTimeProvider();
        using var work = new Faulty(clock, faults: 12);
        await work.StartAsync(TestContext.Current.CancellationToken);

        while (!work.ExecuteTask!.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await work.ExecuteTask;
        work.Begun.ShouldBe(13);
        work.Log.Waits.Take(10).ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
    }

    [Fact]
    public async Task A_stop_ends_it_in_the_middle_of_a_wait()
    {
        using var work = new Faulty(new FakeTimeProvider(), faults: int.MaxValue);
        await work.StartAsync(TestContext.Current.CancellationToken);
        while (work.Log.Waits.IsEmpty)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        await work.StopAsync(TestContext.Current.CancellationToken);

        work.ExecuteTask!.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public void There_is_no_background_work_of_another_kind() =>
        typeof(BackgroundWork).Assembly.GetTypes()
            .Where(type => typeof(IHostedService).IsAssignableFrom(type) && !typeof(BackgroundWork).IsAssignableFrom(type))
            .ShouldBeEmpty("an exception in one of these would end the process");

    [Fact]
    public async Task A_host_that_ends_by_itself_is_told_as_a_failure_and_one_that_was_asked_is_not()
    {
        await using (var site = await AppHost.CreateAsync(Roles.Web, configure: Settle))
        {
            site.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication);
            (await Should.ThrowAsync<StartupException>(() => ServeVerb.RunAsync(site.App, CancellationToken.None))).Message.ShouldContain("nobody asked");
        }

        await using var asked = await AppHost.CreateAsync(Roles.Web, configure: Settle);
        using var stop = new CancellationTokenSource();
        asked.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(stop.Cancel);
        await ServeVerb.RunAsync(asked.App, stop.Token);
    }

    private void Settle(WebApplicationBuilder builder)
    {
        builder.Configuration[ModelTrends.Platform.Postgres.DatabaseServer.Setting] = database.ConnectionString;
        builder.Configuration["Serilog:MinimumLevel:Default"] = "Warning";
        builder.Configuration["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Warning";
        builder.Configuration["Site:ReadAhead"] = "false";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
    }

    private sealed class Faulty(FakeTimeProvider clock, int faults) : BackgroundWork(clock, new Waiting())
    {
        public int Begun { get; private set; }

        public Waiting Log => (Waiting)Logger;

        protected override Task RunAsync(CancellationToken stoppingToken) =>
            ++Begun > faults ? Task.CompletedTask : throw new InvalidOperationException("The database is away.");
    }

    private sealed class Waiting : ILogger
    {
        public ConcurrentQueue<double> Waits { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error && state is IEnumerable<KeyValuePair<string, object?>> told)
                Waits.Enqueue((double)told.Single(pair => pair.Key == "Seconds").Value!);
        }
    }
}
