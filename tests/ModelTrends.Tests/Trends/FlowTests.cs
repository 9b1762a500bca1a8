using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends.Derive;

namespace ModelTrends.Tests.Trends;

public sealed class FlowTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 3, 2);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TestSite.StartAsync(database);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    /// <summary>Day after day as polls bring them, against everything at once: counters with gaps, falls, late and vanishing models, and stalls.</summary>
    [Fact]
    public async Task Day_after_day_gives_the_same_rows_as_from_scratch()
    {
        var seed = new Seed(database);
        var (daily, whole) = (await seed.SourceAsync("archive:daily"), await seed.SourceAsync("archive:whole"));
        var random = new Random(7);
        var models = Enumerable.Range(1, 60).Select(id => new Seed.SeenModel(id, $"o/m{id}", id % 3 == 0 ? "CN" : "US", "x", Created: id % 5 == 0 ? First.AddDays(id / 2) : null)).ToList();
        await seed.ModelsAsync(models);
        var value = models.ToDictionary(m => m.Id, m => 100_000L + m.Id);
        var likes = models.ToDictionary(m => m.Id, _ => 50);
        DateOnly day = First;
        for (var step = 0; step < 45; step++)
        {
            var rows = new List<Seed.Seen>();
            var frozen = step is 17 or 30;
            foreach (var model in models)
            {
                if (model.Created > day) continue;
                if (!frozen) value[model.Id] += model.Id * random.Next(0, 120);
                if (step == 19 && frozen is false) value[model.Id] += model.Id * 60;
                if (random.Next(60) == 0) value[model.Id] -= random.Next(1, 4000);
                if (step == 25 && model.Id % 2 == 0) value[model.Id] -= 3000;
                likes[model.Id] += random.Next(-1, 3);
                if (random.Next(25) != 0) rows.Add(new Seed.Seen(model.Id, 50_000, value[model.Id], likes[model.Id]));
            }

            await seed.SetAsync(daily, day, rows);
            await seed.SetAsync(whole, day, rows);
            await Seed.DeriveAsync(_site, daily, day, day);
            day = day.AddDays(step % 11 == 10 ? 3 : 1);
        }

        await Seed.DeriveAsync(_site, whole, First, day);

        (await RowsAsync("select day, model_id, downloads, likes, correction, flags from flow where source_id = @source order by 1, 2", daily))
            .ShouldBe(await RowsAsync("select day, model_id, downloads, likes, correction, flags from flow where source_id = @source order by 1, 2", whole));
        var days = await RowsAsync("select * from trend_day where source_id = @source order by day", daily, skip: [0, 2, 13]);
        var wholeDays = await RowsAsync("select * from trend_day where source_id = @source order by day", whole, skip: [0, 2, 13]);
        days.Except(wholeDays, StringComparer.Ordinal).ShouldBe(wholeDays.Except(days, StringComparer.Ordinal));
        (await seed.ScalarAsync("select count(*) >= 2 from trend_day where source_id = @source and flags & 2 <> 0", ("source", daily))).ShouldBe(true);
        (await seed.ScalarAsync("select count(*) > 0 from flow where source_id = @source and flags & 4 <> 0", ("source", daily))).ShouldBe(true);
        const string Cube = "select day, origin_country, sum(downloads), sum(likes), sum(models), sum(interpolated) from country_cube where source_id = @source group by 1, 2 order by 1, 2";
        (await RowsAsync(Cube, daily)).ShouldBe(await RowsAsync(Cube, whole));

        await _site.Services.GetRequiredService<DeriveTotals>().RebuildAsync(daily, null, CancellationToken.None);
        (await RowsAsync(Cube, daily)).ShouldBe(await RowsAsync(Cube, whole));
    }

    [Fact]
    public async Task Spreading_in_sql_rounds_as_the_cleaner_does()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var (total, days) = (random.NextInt64(-5_000_000_000, 5_000_000_000), random.Next(2, 40));
            var flows = new List<Domain.Counters.DayFlow>();
            Domain.Counters.CounterCleaner.Spread(new(First, 0), new(First.AddDays(days), total), default, new HashSet<DateOnly>(), flows);
            await using var command = database.DataSource.CreateCommand("select array_agg(spread_part(@total, k, @days) order by k) from generate_series(1, @days) k");
            command.Parameters.AddWithValue("total", total);
            command.Parameters.AddWithValue("days", days);
            ((long[])(await command.ExecuteScalarAsync())!).ShouldBe([.. flows.Select(flow => flow.Millionths)]);
        }
    }

    private async Task<string[]> RowsAsync(string sql, int source, params int[] skip)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.AddWithValue("source", source);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Where(i => !skip.Contains(i)).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        return [.. rows];
    }
}
