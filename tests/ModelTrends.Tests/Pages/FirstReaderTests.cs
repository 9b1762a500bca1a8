using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelTrends.Pages;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;
using ModelTrends.Tests.Trends;

namespace ModelTrends.Tests.Pages;

public sealed class FirstReaderTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Broken = "/flows";

    private static readonly string[] Pages = ["/", "/?lang=zh", "/?lang=hi", .. Navigation.Header.Concat(Navigation.Footer).Select(entry => entry.Path)];

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task After_new_numbers_the_main_pages_are_read_for_the_next_reader_and_one_that_fails_stops_no_other()
    {
        await using var site = await TestSite.StartAsync(database, builder => builder.Services.AddSingleton<IStartupFilter>(new Watch(_asked)));
        var seed = new Seed(database);
        var source = await seed.SourceAsync("hub");
        var day = new DateOnly(2026, 3, 2);
        await seed.ModelsAsync(new Seed.SeenModel(1, "o1/m1", "CN"), new Seed.SeenModel(2, "o2/m2", "US"));
        for (var i = 0; i < 3; i++) await seed.SetAsync(source, day.AddDays(i), [new Seed.Seen(1, 1000), new Seed.Seen(2, 3000)]);
        await Seed.DeriveAsync(site, source, day, day.AddDays(2));
        var log = new Warnings();
        using var reader = new FirstReader(site.Services.GetRequiredService<IServer>(), site.Services.GetRequiredService<PageAnswers>(), site.Services.GetRequiredService<IHostApplicationLifetime>(), _clock, log);
        await reader.StartAsync(TestContext.Current.CancellationToken);

        await TickUntilAsync(() => _asked.Contains(Pages[^1], StringComparer.Ordinal));

        // The first alone at the start, then all of them.
        _asked.ShouldBe([Pages[0], .. Pages]);
        log.Lines.ShouldHaveSingleItem().ShouldStartWith($"{Broken} could not be read ahead: ");
        var before = await ShareOfChinaAsync(site);
        await seed.ExecuteAsync("update country_cube set downloads_30d = downloads_30d * 9 where origin_country = 'CN'");
        var after = await ShareOfChinaAsync(site);
        after.ShouldNotBe(before, StringComparer.Ordinal);
        (await TableAsync(site)).ShouldContain(before, Case.Sensitive, "kept when the page was read ahead");

        _asked.Clear();
        await seed.ExecuteAsync("update trend_day set derived_at = now()");
        await TickUntilAsync(() => _asked.Contains(Pages[^1], StringComparer.Ordinal));

        _asked.ShouldBe(Pages);
        await seed.ExecuteAsync("update country_cube set downloads_30d = downloads_30d * 9 where origin_country = 'CN'");
        (await TableAsync(site)).ShouldContain(after);
        await reader.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task TickUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> ShareOfChinaAsync(TestSite site)
    {
        var answer = (await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/share?by=region&keys=china"))!;
        return NumberText.Percent(answer["series"]!.AsArray().Row("key", "china")["points"]!.AsArray()[^1]!["share"]!.GetValue<decimal>(), Language.English);
    }

    private static async Task<string> TableAsync(TestSite site)
    {
        var page = await site.Client.GetStringAsync("/share");
        return page.Split("id=\"numbers-table\"")[1].Split("</table>")[0];
    }

    /// <summary>Notes which pages are asked for; of one of them only the beginning arrives.</summary>
    private sealed class Watch(ConcurrentQueue<string> asked) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (HttpContext context, RequestDelegate go) =>
            {
                // Where the documentation's address leads is not asked for by itself.
                if (!context.Request.Path.StartsWithSegments("/api") && context.Request.Path != "/docs/") asked.Enqueue(context.Request.Path + context.Request.QueryString.Value);
                if (context.Request.Path != Broken)
                {
                    await go(context);
                    return;
                }

                await context.Response.WriteAsync("<");
                await context.Response.Body.FlushAsync();
                context.Abort();
            });
            next(app);
        };
    }

    private sealed class Warnings : ILogger<FirstReader>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Enqueue(formatter(state, exception));
        }
    }
}
