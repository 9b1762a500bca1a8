using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Archive;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.HubSimulator;
using ModelTrends.Snapshots;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends;

namespace ModelTrends.Tests.Snapshots;

/// <summary>Eight real days come in by two ways, and both say what the files say.</summary>
public sealed class RecordedDaysTests(PostgresServer postgres)
{
    private const string Folder = "hub-days-2026-08";

    [Fact]
    public async Task Polled_on_their_days_and_imported_elsewhere_they_add_up_to_the_files()
    {
        var folder = SharedData.Path(Folder);
        var files = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToArray();
        await using var polled = await PollFixture.StartAsync(postgres, new SimulatorOptions { DaysFolder = folder });
        await using var imported = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 1 });

        for (var day = new DateOnly(2026, 8, 7); day <= new DateOnly(2026, 8, 14); day = day.AddDays(1))
        {
            polled.Server.Hub.Day = day;
            (await polled.PollAsync()).End.ShouldBe(PollEnd.Complete);
        }

        await using (var services = imported.App.Services.CreateAsyncScope())
            await services.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(new ImportRequest(files, "hub-days"), CancellationToken.None);

        var byHand = files.Select(ByHand).ToList();
        byHand.Count.ShouldBe(8);
        (await StoredAsync(polled)).ShouldBe(byHand);
        (await StoredAsync(imported)).ShouldBe(byHand);
        foreach (var (app, source) in new[] { (polled, "hub"), (imported, "archive:hub-days") })
        {
            (await AnsweredAsync(app, source, Measure.Downloads30d)).ShouldBe(byHand.Select(day => (day.Day, (decimal)day.Downloads)));
            (await AnsweredAsync(app, source, Measure.Likes)).ShouldBe(byHand.Select(day => (day.Day, (decimal)day.Likes)));
        }
    }

    private static Task<List<(DateOnly Day, int Models, long Downloads, long Likes)>> StoredAsync(PollFixture app) => app.AskAsync(async db => (await (
        from row in db.Set<Observation>()
        join set in db.Set<ObservationSet>() on row.SetId equals set.Id
        where set.State == SetState.Complete
        group row by row.Day into day
        orderby day.Key
        select new { Day = day.Key, Models = day.Count(), Downloads = day.Sum(row => row.Downloads30d!.Value), Likes = day.Sum(row => (long)row.Likes!.Value) }).ToListAsync())
        .ConvertAll(day => (day.Day, day.Models, day.Downloads, day.Likes)));

    /// <summary>What the share by country adds up to, day by day.</summary>
    private static async Task<IEnumerable<(DateOnly Day, decimal Sum)>> AnsweredAsync(PollFixture app, string source, Measure measure)
    {
        await using var services = app.App.Services.CreateAsyncScope();
        var share = await services.ServiceProvider.GetRequiredService<ShareQuery>().HandleAsync(new ShareQuery.Query(new Selection { Source = source, Population = Population.All }, Dimension.Country, measure));
        return share.Series.SelectMany(series => series.Points).GroupBy(point => point.Day).OrderBy(day => day.Key).Select(day => (day.Key, day.Sum(point => point.Value ?? 0)));
    }

    private static (DateOnly Day, int Models, long Downloads, long Likes) ByHand(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var rows = document.RootElement.GetProperty("models").EnumerateArray().DistinctBy(row => row.GetProperty("id").GetString(), StringComparer.Ordinal).ToList();
        return (DateOnly.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture), rows.Count,
            rows.Sum(row => row.GetProperty("downloads").GetInt64()), rows.Sum(row => row.GetProperty("likes").GetInt64()));
    }
}
