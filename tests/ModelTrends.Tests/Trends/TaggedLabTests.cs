using System.Net;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Attribution.Tagging;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>A namespace that the registry's files do not know, given to a new lab by an administrator: every answer calls the lab by its name.</summary>
public sealed class TaggedLabTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateOnly Day = new(2026, 6, 1);

    [Fact]
    public async Task A_lab_named_by_an_administrator_bears_its_name_in_every_answer_of_every_process()
    {
        await using var site = await TestSite.StartAsync(database);
        await using var other = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        var source = await seed.SourceAsync("archive:tagged", CoverageKind.List);
        await seed.ModelsAsync(new(1, "zz-nobody-yet/Weather-7B"), new(2, "Qwen/Qwen3-8B", "CN", "alibaba", "qwen"));
        for (var i = 0; i < 3; i++)
            await seed.SetAsync(source, Day.AddDays(i), [new(1, 300, 1000 + (100 * i), 7, 1), new(2, 100, 5000, 3, 2)]);
        await using (var scope = site.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<AttributeModels>().UpdateAsync(CancellationToken.None);
        var elsewhere = await seed.SourceAsync("archive:elsewhere", CoverageKind.List);
        await seed.SetAsync(elsewhere, Day, [new(2, 100, 5000, 3, 2)]);
        await Seed.DeriveAsync(site, elsewhere, Day, Day);
        await Seed.DeriveAsync(site, source, Day, Day.AddDays(2));
        const string Derived = "select string_agg(derived_at::text, ' ' order by day) from trend_day t join source s on s.id = t.source_id where s.key = ";
        var (untouched, touched) = ((string)(await seed.ScalarAsync(Derived + "'archive:elsewhere'"))!, (string)(await seed.ScalarAsync(Derived + "'archive:tagged'"))!);
        (await other.AskAsync("/api/v1/leaderboard"))["entries"]![0].Text("labName").ShouldBe("Unknown");

        await TagAsync(site, tagging => tagging.TagAsync(
            new TagRequest("ZZ-Nobody-Yet", "weather-institute", "Weather Institute", "public-institute", "KE", "https://example.org/about", "The institute names the account."), "ada", CancellationToken.None));
        // Until a job has taken the tag in, names and numbers are those of before, everywhere.
        foreach (var reader in new[] { other, site })
        {
            (await reader.AskAsync("/api/v1/leaderboard"))["entries"]![0].Text("labName").ShouldBe("Unknown");
            (await reader.AskAsync("/api/v1/leaderboard"))["meta"].Text("attributionVersion").ShouldBe(Domain.Labs.Registry.Load().Version);
            (await reader.Client.GetAsync("/api/v1/labs/weather-institute")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await site.ReattributeAsync();
        // Only days on which one of the namespace's models was seen are counted anew.
        (await seed.ScalarAsync(Derived + "'archive:elsewhere'")).ShouldBe(untouched);
        ((string)(await seed.ScalarAsync(Derived + "'archive:tagged'"))!).ShouldNotBe(touched, StringComparer.Ordinal);

        foreach (var reader in new[] { other, site })
        {
            var board = (await reader.AskAsync("/api/v1/leaderboard"))["entries"]![0];
            (board.Text("lab"), board.Text("labName"), board.Text("country")).ShouldBe(("weather-institute", "Weather Institute", "KE"));
            var share = await reader.AskAsync("/api/v1/share?by=lab&keys=weather-institute");
            share["series"].Row("key", "weather-institute").Text("name").ShouldBe("Weather Institute");
            share["series"].Row("key", "weather-institute")["points"]![0].Number("share").ShouldBe(0.75m);
            (await reader.AskAsync("/api/v1/share?by=country"))["series"].Row("key", "KE").Text("name").ShouldBe("Kenya");
            var found = await reader.AskAsync("/api/v1/search?q=weather");
            found["labs"].Row("id", "weather-institute").Text("country").ShouldBe("KE");
            found["models"].Row("modelId", "zz-nobody-yet/Weather-7B").Text("lab").ShouldBe("weather-institute");
            (await reader.AskAsync("/api/v1/concentration"))["firstLabs"]!.AsArray().Select(lab => lab.Text("name")).ShouldContain("Weather Institute", StringComparer.Ordinal);
            (await reader.AskAsync("/api/v1/robustness?key=KE"))["movesMost"].Text("labName").ShouldBe("Weather Institute");
            (await reader.AskAsync("/api/v1/derivatives?by=lab")).ShouldNotBeNull();
            (await reader.AskAsync("/api/v1/crossings?by=lab&a=weather-institute&b=alibaba&measure=downloads30d"))["definitions"]!.AsArray().Count.ShouldBe(8);
            (await reader.AskAsync("/api/v1/labs"))["labs"].Row("id", "weather-institute").Text("name").ShouldBe("Weather Institute");
            (await reader.AskAsync("/api/v1/leaderboard"))["meta"].Text("attributionVersion").ShouldNotBe(Domain.Labs.Registry.Load().Version, StringComparer.Ordinal);
        }

        await TagAsync(site, async tagging =>
        {
            await tagging.WithdrawAsync("zz-nobody-yet", CancellationToken.None);
            return [];
        });
        (await other.AskAsync("/api/v1/leaderboard"))["entries"]![0].Text("labName").ShouldBe("Weather Institute");
        await other.ReattributeAsync();
        (await other.AskAsync("/api/v1/leaderboard"))["entries"]![0].Text("labName").ShouldBe("Unknown");
        (await other.Client.GetAsync("/api/v1/share?by=lab&keys=weather-institute")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task TagAsync(TestSite site, Func<NamespaceTagging, Task<IReadOnlyList<TagFault>>> act)
    {
        await using var scope = site.Services.CreateAsyncScope();
        (await act(scope.ServiceProvider.GetRequiredService<NamespaceTagging>())).ShouldBeEmpty();
    }
}
