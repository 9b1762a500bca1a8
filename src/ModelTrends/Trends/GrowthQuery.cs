using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Movers: this week against the three before, without models whose week came mostly from one day.</summary>
public sealed class GrowthQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    public sealed record Query(Selection Selection, int Top = 10, DateOnly? Day = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            new("top", "How many models, 1 to 100.", Default: "10", Format: "integer"), new("day", "Last day of the week.", Default: "the last observed day", Format: "date"));

        public static Query Read(QueryReader reader) => new(Selection.Read(reader), reader.Number("top", 10, 1, 100), reader.Day("day"));
    }

    public sealed record Response(Meta Meta, DateOnly? Day, IReadOnlyList<Entry> Entries) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["rank", "model_id", "lab", "lab_name", "country", "family", "week", "before", "factor"],
            Entries.Select(e => (IReadOnlyList<object?>)[e.Rank, e.ModelId, e.Lab, e.LabName, e.Country, e.Family, e.Week, e.Before, e.Factor]));
    }

    /// <param name="Week">Downloads of the seven days.</param>
    /// <param name="Before">Average of the three weeks before.</param>
    /// <param name="Days">The week day by day, for a small line.</param>
    public sealed record Entry(int Rank, string ModelId, string Lab, string LabName, string Country, string? Family, decimal Week, decimal Before, decimal Factor, IReadOnlyList<decimal> Days);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var (source, day, note) = await ModelMeasures.FindAsync(dataSource, sources, query.Selection, Measure.Downloads, query.Day, cancellationToken);
        if (source is null || day is null)
            return new Response(AnswerMeta.Of(query.Selection, Measure.Downloads, source, registries.Now, null, [note!], "growth"), null, []);
        var weeks = new List<WeekOfModel>();
        var models = new Dictionary<int, (string Name, string Lab, string Country, string? Family)>();
        await using (var command = dataSource.CreateCommand(Ledger.Read<GrowthQuery>("growth.sql")).With(query.Selection).With(("source_id", source.Id), ("day", day), ("fewest", (long)Growth.FewestDownloads * 1_000_000)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var days = new decimal[7];
                foreach (var (at, value) in reader.GetFieldValue<int[]>(6).Zip(reader.GetFieldValue<long[]>(7)))
                    days[at] = Micro.ToDecimal(value);
                weeks.Add(new WeekOfModel(reader.GetInt32(0), days, Micro.ToDecimal(reader.GetInt64(5))));
                models[reader.GetInt32(0)] = (reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4));
            }
        }

        var byId = weeks.ToDictionary(week => week.ModelId);
        var entries = Growth.Rank(weeks, query.Top).Select((mover, i) =>
        {
            var model = models[mover.ModelId];
            return new Entry(i + 1, model.Name, model.Lab, KeyNames.Of(Dimension.Lab, model.Lab, registries.Now), model.Country, model.Family, mover.Week, decimal.Round(mover.Before, 6), mover.Factor, byId[mover.ModelId].Days);
        }).ToArray();
        var bursts = weeks.Count(Growth.IsBurst);
        var notes = new List<string>();
        if (entries.Length == 0) notes.Add("No model has gained enough in both periods; growth needs four weeks of daily downloads.");
        if (bursts > 0) notes.Add($"Left out because most of their week came from one day: {bursts} of {weeks.Count} models.");
        return new Response(AnswerMeta.Of(query.Selection, Measure.Downloads, source, registries.Now, null, notes, "growth") with { From = day.Value.AddDays(-27), To = day }, day, entries);
    }
}
