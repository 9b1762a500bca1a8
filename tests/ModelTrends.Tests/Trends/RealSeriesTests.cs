using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using ModelTrends.Domain.Trends;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends;
using Npgsql;

namespace ModelTrends.Tests.Trends;

/// <summary>The real archives, their totals computed again here from the files as they were recorded.</summary>
public sealed class RealSeriesTests(SampleSite sample) : IClassFixture<SampleSite>
{
    private readonly TestSite _site = sample.Site;

    [Fact]
    public async Task Totals_of_the_embedding_models_are_those_of_the_file()
    {
        var expected = new SortedDictionary<DateOnly, decimal>();
        foreach (var row in (await LinesAsync("embedding-models-2024-2026/daily.csv.gz")).Skip(1).Select(line => line.Split(',')))
        {
            var day = DateOnly.ParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            expected[day] = expected.GetValueOrDefault(day) + decimal.Parse(row[4], CultureInfo.InvariantCulture);
        }

        var answer = await AskAsync(new Selection { Source = "archive:embedding-models-2024-2026", Population = Population.All });

        answer.Totals.ToDictionary(total => total.Day, total => total.Value).ShouldBe(expected);
        answer.Series.SelectMany(series => series.Points).GroupBy(point => point.Day).ShouldAllBe(day => day.Sum(point => point.Share) == 1);
    }

    [Fact]
    public async Task Totals_of_the_trending_models_are_those_of_each_day_s_last_capture()
    {
        var captures = (await LinesAsync("trending-2026-spring/captures.jsonl.gz")).Select(line => JsonNode.Parse(line)!).ToArray();
        var expected = captures.GroupBy(capture => DateOnly.FromDateTime(capture["captured_at"]!.GetValue<DateTimeOffset>().UtcDateTime))
            .ToDictionary(day => day.Key, day => day.MaxBy(capture => capture["captured_at"]!.GetValue<DateTimeOffset>())!["payload"]!["models"]!.AsArray().Sum(model => model!["downloads"]!.GetValue<decimal>()));

        var answer = await AskAsync(new Selection { Source = "archive:trending-2026-spring", Population = Population.All });

        answer.Totals.ToDictionary(total => total.Day, total => total.Value).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task The_share_query_reads_its_cube_by_source_and_day()
    {
        var sources = await _site.Services.GetRequiredService<TrendSources>().ListAsync(CancellationToken.None);
        await using var connection = await sample.Database.DataSource.OpenConnectionAsync();
        await using (var analyze = new NpgsqlCommand("analyze", connection)) await analyze.ExecuteNonQueryAsync();
        var source = sources.Single(s => s.Key == "archive:embedding-models-2024-2026");
        var sql = ShareQuery.SqlOf(new ShareQuery.Query(new Selection()))
            .Replace("@task_groups", "'{1}'", StringComparison.Ordinal).Replace("@flags_on", "0", StringComparison.Ordinal).Replace("@flags_off", "0", StringComparison.Ordinal)
            .Replace("@sizes", "null", StringComparison.Ordinal).Replace("@relations", "null", StringComparison.Ordinal).Replace("@is_flow", "false", StringComparison.Ordinal).Replace("@shift", "0", StringComparison.Ordinal)
            .Replace("@source_id", source.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("@interval", "'day'", StringComparison.Ordinal)
            .Replace("@from", "'2025-05-01'::date", StringComparison.Ordinal).Replace("@to", "'2025-05-07'::date", StringComparison.Ordinal);
        await using var explain = new NpgsqlCommand("explain " + sql, connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(0));

        string.Join('\n', plan).ShouldContain("ix_country_cube_source_id_day");
    }

    private Task<ShareQuery.Response> AskAsync(Selection selection) =>
        _site.Services.GetRequiredService<ShareQuery>().HandleAsync(new ShareQuery.Query(selection, Dimension.Country, Measure.Downloads30d));

    private static async Task<string[]> LinesAsync(string file)
    {
        var path = Path.GetFullPath(Path.Combine(ModelTrends.Platform.Places.Root, "..", "shared", "data", file));
        Assert.SkipUnless(File.Exists(path), $"The shared data are not here ({file}).");
        await using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
