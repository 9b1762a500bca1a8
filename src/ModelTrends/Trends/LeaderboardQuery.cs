using System.Text.Json.Serialization;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

public enum BoardMeasure
{
    Trending,
    /// <summary>Gained within the interval that ends on the day.</summary>
    Downloads,
    Downloads30d,
    Likes,
}

/// <summary>The first N models of a day, with the place each had on the board before.</summary>
public sealed class LeaderboardQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    /// <summary>Places looked at on the board before; a model further down counts as new.</summary>
    private const int PreviousPlaces = 1000;

    /// <param name="Day">Null: the last day. A day without observation answers with the last one before it.</param>
    public sealed record Query(Selection Selection, BoardMeasure Measure = BoardMeasure.Trending, int Top = 10, DateOnly? Day = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            QueryParameter.Choice("measure", "What decides the place.", BoardMeasure.Trending),
            new("top", "How many places, 1 to 1000.", Default: "10", Format: "integer"),
            new("day", "The day of the board.", Default: "the last observed day", Format: "date"));

        public static Query Read(QueryReader reader) =>
            new(Selection.Read(reader), reader.Choice("measure", BoardMeasure.Trending), reader.Number("top", 10, 1, 1000), reader.Day("day"));
    }

    /// <param name="Day">The day shown; null where there is none.</param>
    public sealed record Response(Meta Meta, DateOnly? Day, DateOnly? PreviousDay, IReadOnlyList<Entry> Entries) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["rank", "previous_rank", "model_id", "lab", "lab_name", "country", "family", "value", "likes", "downloads_30d"],
            Entries.Select(e => (IReadOnlyList<object?>)[e.Rank, e.PreviousRank, e.ModelId, e.Lab, e.LabName, e.Country, e.Family, e.Value, e.Likes, e.Downloads30d]));
    }

    /// <param name="PreviousRank">Null: not among the first thousand before.</param>
    /// <param name="Value">Trending: the Hub's score where it told one.</param>
    public sealed record Entry(
        int Rank, int? PreviousRank, string ModelId, string Lab, string LabName, string Country, string? Family, decimal? Value, long? Likes,
        [property: JsonPropertyName("downloads30d")] long? Downloads30d);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var measure = MeasureOf(query.Measure);
        var source = await sources.FindAsync(query.Selection.Source, measure, cancellationToken);
        var days = source is null ? [] : await DaysAsync(source, query, cancellationToken);
        if (source is null || days.Count == 0 || query.Selection.From > days[0])
            return new Response(Describe(query, measure, source, null, null, ["There is no board for this question."]), null, null, []);
        var day = days[0];
        var entries = await ReadAsync(query, source, day, query.Top, cancellationToken);
        var before = days.Count > 1 ? await ReadAsync(query, source, days[1], PreviousPlaces, cancellationToken) : [];
        return Board(query, source, day, days.Count > 1 ? days[1] : null, entries, before);
    }

    /// <summary>The boards up to the question's day, an interval apart, the oldest first and at most so many: all of them from one reading.</summary>
    public async Task<IReadOnlyList<Response>> LastAsync(Query query, int most, CancellationToken cancellationToken = default)
    {
        if (await sources.FindAsync(query.Selection.Source, MeasureOf(query.Measure), cancellationToken) is not { } source) return [];
        // One more than is shown: the first board is compared with it.
        var days = new List<DateOnly>();
        for (var at = query; days.Count <= most;)
        {
            var found = await DaysAsync(source, at, cancellationToken);
            if (found.Count == 0 || days.Contains(found[0])) break;
            days.Add(found[0]);
            if (found.Count == 1) break;
            at = at with { Day = found[1] };
        }

        var all = await ReadAsync(query, source, days, Math.Max(query.Top, PreviousPlaces), cancellationToken);
        var boards = new List<Response>();
        for (var i = 0; i < Math.Min(most, days.Count) && !(query.Selection.From > days[i]); i++)
        {
            var previous = i + 1 < days.Count ? days[i + 1] : (DateOnly?)null;
            var board = Board(query, source, days[i], previous, [.. all[days[i]].Take(query.Top)], previous is { } before ? [.. all[before].Take(PreviousPlaces)] : []);
            if (board.Entries.Count == 0) break;
            boards.Insert(0, board);
        }

        return boards;
    }

    private Response Board(Query query, TrendSource source, DateOnly day, DateOnly? previous, IReadOnlyList<Entry> entries, IReadOnlyList<Entry> before)
    {
        var shown = WithPlaces(entries, before);
        var unknown = Shares.Of(shown.Count(entry => entry.Country == Countries.Unknown), shown.Length);
        return new Response(Describe(query, MeasureOf(query.Measure), source, day, unknown, shown.Length == 0 ? ["No model of this population is on the board."] : []), day, previous, shown);
    }

    internal static Measure MeasureOf(BoardMeasure measure) => measure switch
    {
        BoardMeasure.Trending => Measure.TrendingSlots,
        BoardMeasure.Downloads => Measure.Downloads,
        BoardMeasure.Likes => Measure.Likes,
        _ => Measure.Downloads30d,
    };

    private Meta Describe(Query query, Measure measure, TrendSource? source, DateOnly? day, decimal? unknown, IReadOnlyList<string> notes) =>
        AnswerMeta.Of(query.Selection, measure, source, registries.Now, unknown, notes, Names.Of(query.Measure), query.Measure == BoardMeasure.Trending ? "trending score" : null) with { From = day, To = day };

    /// <summary>The board's day and the one it is compared with: an interval earlier, or the observation before that.</summary>
    private async Task<List<DateOnly>> DaysAsync(TrendSource source, Query query, CancellationToken cancellationToken)
    {
        // What was gained on a day whose counters stood still is not known before the next.
        var last = source.DaysOf(MeasureOf(query.Measure)).Last;
        var asked = query.Day ?? query.Selection.To ?? last;
        await using var command = dataSource.CreateCommand(SqlFile.Read<LeaderboardQuery>("board-days.sql")).With(
            ("source_id", source.Id), ("day", asked < last ? asked : last), ("trending", query.Measure == BoardMeasure.Trending), ("interval", Names.Of(query.Selection.Interval)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<DateOnly>();
        while (await reader.ReadAsync(cancellationToken))
            days.Add(reader.GetFieldValue<DateOnly>(0));
        return days;
    }

    private async Task<List<Entry>> ReadAsync(Query query, TrendSource source, DateOnly day, int top, CancellationToken cancellationToken) =>
        (await ReadAsync(query, source, [day], top, cancellationToken))[day];

    /// <summary>The boards of several days. The order of rows within a day is that of the places; previous places are not looked at.</summary>
    internal async Task<Dictionary<DateOnly, List<Entry>>> ReadAsync(Query query, TrendSource source, IReadOnlyCollection<DateOnly> days, int top, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Ledger.Read<LeaderboardQuery>("board.sql").Replace("{where}", Filter.Where("board"), StringComparison.Ordinal)).With(query.Selection).With(
            ("source_id", source.Id), ("days", days.ToArray()), ("top", top), ("measure", Names.Of(query.Measure)), ("flow_days", FlowDays(query.Selection.Interval) - 1));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var boards = days.ToDictionary(day => day, _ => new List<Entry>());
        while (await reader.ReadAsync(cancellationToken))
        {
            var entries = boards[reader.GetFieldValue<DateOnly>(0)];
            var lab = reader.GetString(2);
            entries.Add(new Entry(
                entries.Count + 1, null, reader.GetString(1), lab, KeyNames.Of(Dimension.Lab, lab, registries.Now), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetDecimal(5), reader.IsDBNull(6) ? null : reader.GetInt64(6), reader.IsDBNull(7) ? null : reader.GetInt64(7)));
        }

        return boards;
    }

    /// <summary>The last day with a board in every week of the interval.</summary>
    internal async Task<List<DateOnly>> WeekDaysAsync(TrendSource source, BoardMeasure measure, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<LeaderboardQuery>("week-days.sql"))
            .With(("source_id", source.Id), ("from", from), ("to", to), ("trending", measure == BoardMeasure.Trending));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<DateOnly>();
        while (await reader.ReadAsync(cancellationToken))
            days.Add(reader.GetFieldValue<DateOnly>(0));
        return days;
    }

    /// <summary>Every entry with its place on the board before.</summary>
    internal static Entry[] WithPlaces(IReadOnlyList<Entry> entries, IReadOnlyList<Entry> before)
    {
        var places = before.ToDictionary(entry => entry.ModelId, entry => entry.Rank, StringComparer.Ordinal);
        return [.. entries.Select(entry => entry with { PreviousRank = places.TryGetValue(entry.ModelId, out var place) ? place : null })];
    }

    private static int FlowDays(Interval interval) => interval switch { Interval.Week => 7, Interval.Month => 30, _ => 1 };
}
