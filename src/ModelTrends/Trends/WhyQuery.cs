using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>What moved a share between two observed days: the change as the exact sum of what labs, families or models contributed.</summary>
public sealed class WhyQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    /// <summary>Parts told one by one; a waterfall holds no more, and the rest is one part.</summary>
    private const int MostParts = 30;

    private const string WhatAPartIs =
        "A part is what was gained inside, less the share of both days times what was gained in all, weighed by the wholes of both days; the parts add up to the change.";

    private const string AcrossBreak =
        "The set of observed models changed by more than a fifth between the two days: what came and went with it moved the share, too.";

    /// <summary>Days back from the last one, where nobody says from when.</summary>
    private const int UsualDays = 28;

    /// <summary>The places of a list are not what models add to a day.</summary>
    private static readonly Measure[] All = [.. Enum.GetValues<Measure>().Where(measure => measure != Measure.TrendingSlots)];

    /// <param name="By">What a part stands for.</param>
    /// <param name="Of">What <paramref name="Key"/> is.</param>
    public sealed record Query(Selection Selection, string Key = "CN", WhyBy By = WhyBy.Model, Dimension Of = Dimension.Country, Measure Measure = Measure.Downloads30d)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            QueryParameter.Choice("by", "What a part stands for.", WhyBy.Model), new("key", "Whose share: a country, region, lab, family or generation.", Default: "CN"),
            QueryParameter.Choice("of", "What the key is.", Dimension.Country), new("measure", "What is counted.", [.. All.Select(measure => Names.Of(measure))], Names.Of(Measure.Downloads30d)));

        public static Query Read(QueryReader reader)
        {
            var measure = reader.Choice("measure", Measure.Downloads30d);
            if (!All.Contains(measure)) reader.Fail("measure", $"is one of {string.Join(", ", All.Select(m => Names.Of(m)))}.", [.. All.Select(m => Names.Of(m))]);
            return new Query(Selection.Read(reader), reader.Text("key", 100) ?? "CN", reader.Choice("by", WhyBy.Model), reader.Choice("of", Dimension.Country), measure);
        }
    }

    /// <param name="From">The observed day, or the first day of the period, that is compared from.</param>
    /// <param name="ShareFrom">As the share answer with <c>keys=KEY</c> gives it.</param>
    /// <param name="Change">Of the share, as a fraction: 0.014 is 1.4 points. The points of the parts add up to it.</param>
    /// <param name="Others">Labs, families or models that are summed in the last part.</param>
    public sealed record Response(
        Meta Meta, string Key, string Name, DateOnly? From, DateOnly? To, decimal? ShareFrom, decimal? ShareTo, decimal? Change, IReadOnlyList<Part> Parts, long Others) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["from", "to", "kind", "key", "name", "country", "points"], Parts.Select(part => (IReadOnlyList<object?>)[From, To, part.Kind, part.Key, part.Name, part.Country, part.Points]));
    }

    /// <param name="Kind">Present on both days, new, left, a fault of its counter, or the other ones together.</param>
    /// <param name="Key">A lab, a family, or owner/name of a model.</param>
    /// <param name="Country">Whose it is; null for the other ones.</param>
    public sealed record Part(PartKind Kind, string Key, string Name, string? Country, decimal Points);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        if ((query.Key == KeyNames.Other ? "The sum of what is not asked for is no key of its own." : KeyNames.Fault(query.Of, query.Key, registries.Now)) is { } fault)
            throw new BadQueryException(new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = fault }, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        var source = await sources.FindAsync(query.Selection.Source, query.Measure, cancellationToken);
        if (source is null) return Nothing(query, null, "Nothing has been observed yet.");
        if (!source.Has(query.Measure)) return Nothing(query, source, $"The source {source.Key} does not tell {Names.Of(query.Measure)}.");
        var days = await WhyDays.ReadAsync(dataSource, source, query.Measure, query.Selection.Interval, cancellationToken);
        if (days.Find(query.Selection.To) is not { } to) return Nothing(query, source, "There is no observation on or before this day.");
        if (query.Selection.From > to.Last) return Nothing(query, source, $"There is no observation from {query.Selection.From:yyyy-MM-dd} on.");
        var usual = to.Last.AddDays(-UsualDays);
        // Across a change of what is observed, all that came and went with it would have moved the share.
        var unbroken = days.UnbrokenSince(to);
        var from = days.Find(query.Selection.From ?? (unbroken > usual ? unbroken : usual)) ?? (query.Selection.From is null ? days.First : null);
        if (from is not { } before) return Nothing(query, source, "There is no observation on or before this day.");
        string[] notes = [.. Moved(query.Selection.From, before), .. Moved(query.Selection.To, to), .. unbroken > before.Last ? [AcrossBreak] : Array.Empty<string>()];
        if (before == to) return Nothing(query, source, [.. notes, "Both days are answered by the same observation."]);
        return Shape(query, source, before, to, await ReadAsync(query, source, before, to, cancellationToken), notes);
    }

    /// <summary>The statement of a question, for the plan test too.</summary>
    public static string SqlOf(Query query)
    {
        var group = query.By switch { WhyBy.Model => "p.model_id", WhyBy.Lab => ModelMeasures.KeyOf(Dimension.Lab, query.Selection.Lens), _ => ModelMeasures.KeyOf(Dimension.Family, query.Selection.Lens) };
        var before = Ledger.Read<CubeStep>("part.sql").Replace("@from", "@before_from", StringComparison.Ordinal).Replace("@to", "@before_to", StringComparison.Ordinal);
        return ModelMeasures.Sql<WhyQuery>("why.sql", query.Selection, query.Measure)
            .Replace("{before}", before, StringComparison.Ordinal)
            .Replace("{group}", group, StringComparison.Ordinal)
            .Replace("{by_model}", query.By == WhyBy.Model ? "true" : "false", StringComparison.Ordinal)
            .Replace("{key}", ModelMeasures.KeyOf(query.Of, query.Selection.Lens), StringComparison.Ordinal);
    }

    private async Task<List<Row>> ReadAsync(Query query, TrendSource source, WhyDays.Stretch before, WhyDays.Stretch to, CancellationToken cancellationToken)
    {
        var faults = query.Measure.IsOfCounter() ? 1 : query.Measure == Measure.DownloadsAllTime ? 2 : 0;
        await using var command = dataSource.CreateCommand(SqlOf(query)).With(query.Selection).With(
            ("source_id", source.Id), ("before_from", before.First), ("before_to", before.Last), ("from", to.First), ("to", to.Last), ("faults", faults), ("top", MostParts),
            ("keys", ModelMeasures.ValuesOf(query.Of, query.Key)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new Row(
                reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), Kind(reader),
                Day(reader, 7), Day(reader, 9), reader.GetInt64(11)));
        }

        return rows;

        static PartOfWhole Day(NpgsqlDataReader reader, int column) => new(reader.GetDecimal(column) / 1_000_000m, reader.GetDecimal(column + 1) / 1_000_000m);

        static PartKind Kind(NpgsqlDataReader reader) => reader.IsDBNull(0) ? PartKind.Other : reader.GetBoolean(4) ? PartKind.Fault : !reader.GetBoolean(5) ? PartKind.New : !reader.GetBoolean(6) ? PartKind.Left : PartKind.Present;
    }

    private Response Shape(Query query, TrendSource source, WhyDays.Stretch before, WhyDays.Stretch to, List<Row> read, IReadOnlyList<string> notes)
    {
        var (rows, unknown) = (read.Where(row => row.Members >= 0).ToArray(), read.Single(row => row.Members < 0));
        var exact = Contributions.Of([.. rows.Select(row => (row.Before, row.After))]);
        if (exact is null) return Nothing(query, source, [.. notes, "There is no data for this question."]);
        if (unknown.Before.Part == 0) return Nothing(query, source, [.. notes, $"There is no data for {query.Key} in this interval."]);
        var (then, now) = (Share(query, [.. rows.Select(row => row.Before)], unknown.Before.Whole), Share(query, [.. rows.Select(row => row.After)], unknown.After.Whole));
        var points = Contributions.Rounded(exact, now - then);
        var registry = registries.Now;
        var parts = rows.Zip(points, exact).Where(row => row.Second != 0 || row.Third != 0)
            .Select(row => new Part(row.First.Kind, row.First.Name ?? row.First.Key, Name(query.By, row.First, registry), row.First.Country, row.Second))
            .OrderBy(part => part.Kind == PartKind.Other).ThenByDescending(part => Math.Abs(part.Points)).ThenBy(part => part.Key, StringComparer.Ordinal).ThenBy(part => part.Kind).ToArray();
        var share = Shares.Of(unknown.After.Whole, rows.Sum(row => row.After.Whole));
        var meta = AnswerMeta.Of(query.Selection, query.Measure, source, registry, share, [.. notes, WhatAPartIs]) with { From = before.Day, To = to.Day };
        return new Response(meta, query.Key, KeyNames.Of(query.Of, query.Key, registry), before.Day, to.Day, then, now, now - then, parts, rows.Where(row => row.Kind == PartKind.Other).Sum(row => row.Members));
    }

    /// <summary>As the share answer rounds it: together with the other ones and with what nobody is named for.</summary>
    private static decimal Share(Query query, IReadOnlyList<PartOfWhole> rows, decimal unknown)
    {
        var (part, whole) = (rows.Sum(row => row.Part), rows.Sum(row => row.Whole));
        return query.Key == Countries.Unknown ? Shares.Of([whole - part, part])[1]!.Value : Shares.Of([part, whole - part - unknown, unknown])[0]!.Value;
    }

    private static string Name(WhyBy by, Row row, Registry registry) => row.Kind == PartKind.Other ? KeyNames.Of(Dimension.Lab, KeyNames.Other, registry)
        : row.Name ?? KeyNames.Of(by == WhyBy.Family ? Dimension.Family : Dimension.Lab, row.Key, registry);

    private static IEnumerable<string> Moved(DateOnly? asked, WhyDays.Stretch found) => asked is { } day && !found.Holds(day)
        ? [$"There is no observation on {day:yyyy-MM-dd}; the last one before it answers, {found.Day:yyyy-MM-dd}."] : [];

    private Response Nothing(Query query, TrendSource? source, params IReadOnlyList<string> notes) => new(
        AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, notes), query.Key, KeyNames.Of(query.Of, query.Key, registries.Now), null, null, null, null, null, [], 0);

    /// <param name="Members">How many are summed in the row; below zero: no member, but what nobody is named for, and whether the key has rows at all.</param>
    private sealed record Row(string Key, string? Name, string? Country, PartKind Kind, PartOfWhole Before, PartOfWhole After, long Members);
}

/// <summary>What a part of a change stands for.</summary>
public enum WhyBy { Lab, Family, Model }

public enum PartKind
{
    /// <summary>Counted on both days.</summary>
    Present,
    /// <summary>Not counted on the first day.</summary>
    New,
    /// <summary>Not counted on the last day.</summary>
    Left,
    /// <summary>Its counter stood still, went back or was corrected: the change is not one of downloads.</summary>
    Fault,
    /// <summary>All that are not named.</summary>
    Other,
}
