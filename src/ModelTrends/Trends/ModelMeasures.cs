using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Questions about the models of one day share their measure, their day and the rows they read.</summary>
internal static class ModelMeasures
{
    private static readonly Measure[] All = [Measure.Downloads30d, Measure.Downloads, Measure.DownloadsAllTime, Measure.Likes];

    public static QueryParameter Parameter { get; } = new("measure", "What is counted.", [.. All.Select(measure => Names.Of(measure))], Names.Of(Measure.Downloads30d));

    public static QueryParameter Day { get; } = new("day", "The day looked at.", Default: "the last observed day", Format: "date");

    public static Measure Read(QueryReader reader)
    {
        var measure = reader.Choice("measure", Measure.Downloads30d);
        if (!All.Contains(measure)) reader.Fail("measure", $"is one of {string.Join(", ", All.Select(m => Names.Of(m)))}.", [.. All.Select(m => Names.Of(m))]);
        return measure;
    }

    /// <returns>The source and its last day on or before the one asked for, or a note why there is none.</returns>
    public static async Task<(TrendSource? Source, DateOnly? Day, string? Note)> FindAsync(
        NpgsqlDataSource dataSource, TrendSources sources, Selection selection, Measure measure, DateOnly? asked, CancellationToken cancellationToken)
    {
        var source = await sources.FindAsync(selection.Source, measure, cancellationToken);
        if (source is null) return (null, null, "Nothing has been observed yet.");
        if (!source.Has(measure)) return (source, null, $"The source {source.Key} does not tell {Names.Of(measure)}.");
        await using var command = dataSource.CreateCommand("select max(day) from trend_day where source_id = @source_id and set_id is not null and day <= @to")
            .With(("source_id", source.Id), ("to", Earlier(asked ?? selection.To ?? source.LastDay, source.DaysOf(measure).Last)));
        if (await command.ExecuteScalarAsync(cancellationToken) is not DateOnly day) return (source, null, "There is no observation on or before this day.");
        return selection.From > day ? (source, null, $"There is no observation from {selection.From:yyyy-MM-dd} on.") : (source, day, null);
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    /// <summary>What a row of part.sql counts for, by the dimension; regions are asked for by their countries.</summary>
    public static string KeyOf(Dimension by, Lens lens)
    {
        var side = lens == Lens.Origin ? "origin" : "publisher";
        return by switch
        {
            Dimension.Country or Dimension.Region => $"p.{side}_country",
            Dimension.Lab => $"p.{side}_lab",
            Dimension.Family => Named("family"),
            _ => Named("generation"),
        };

        string Named(string column) => $"coalesce(p.{side}_{column}, case when p.{side}_lab = 'unknown' then 'unknown' else 'other' end)";
    }

    /// <summary>The values of <see cref="KeyOf"/> that a key stands for.</summary>
    public static string[] ValuesOf(Dimension by, string key) => by == Dimension.Region ? [.. Countries.All.Where(country => Regions.Of(country) == key)] : [key];

    /// <summary>A file over part.sql, with the columns of the lens and the measure.</summary>
    public static string Sql<TCaller>(string file, Selection selection, Measure measure)
    {
        var lens = selection.Lens == Lens.Origin ? "origin" : "publisher";
        return SqlFile.Read<TCaller>(file)
            .Replace("{part}", Ledger.Read<CubeStep>("part.sql"), StringComparison.Ordinal)
            .Replace("{lab}", $"p.{lens}_lab", StringComparison.Ordinal)
            .Replace("{country}", $"p.{lens}_country", StringComparison.Ordinal)
            .Replace("{value}", "p." + Filter.Column(measure), StringComparison.Ordinal)
            .Replace("{where}", Filter.Where("p"), StringComparison.Ordinal);
    }
}
