using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Who builds on a model: the root of its lineage and the most downloaded models whose declared bases lead there.</summary>
public sealed class LineageQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    private const string RootFile = "lineage-root.sql";
    private const string MembersFile = "lineage.sql";
    private const string BasesFile = "lineage-bases.sql";
    private const string Bound = "Bases are as their uploaders declare them: a lower bound.";
    private const string TodaysBases = "Roots and labs are those on record then; what lies between is drawn from today's declarations.";

    /// <param name="Model">owner/name; null: the root that most is built on.</param>
    /// <param name="Top">Models of the answer, root and bases in between not counted.</param>
    public sealed record Query(Selection Selection, string? Model = null, int Top = 30, DateOnly? Day = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            new("model", "owner/name.", Default: "the root that most is built on"), new("top", "How many models, 1 to 100.", Default: "30", Format: "integer"), ModelMeasures.Day);

        public static Query Read(QueryReader reader)
        {
            var model = reader.Text("model", 200);
            if (model is not null && !ModelId.IsValid(model)) reader.Fail("model", "is owner/name of a model.");
            return new Query(Selection.Read(reader), model, reader.Number("top", 30, 1, 100), reader.Day("day"));
        }
    }

    /// <param name="Asked">The model asked for, as it is spelt.</param>
    /// <param name="Derivatives">Models observed that day whose lineage ends at the root, the root not counted.</param>
    /// <param name="DerivativesDownloads30d">Of all of them; a merge counts whole.</param>
    public sealed record Response(Meta Meta, DateOnly? Day, string? Root, string? Asked, long Derivatives, decimal? DerivativesDownloads30d, IReadOnlyList<Node> Nodes) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["model_id", "base", "relation", "depth", "lab", "lab_name", "country", "downloads_30d", "observed"],
            Nodes.Select(node => (IReadOnlyList<object?>)[node.ModelId, node.Base, node.Relation, node.Depth, node.Lab, node.LabName, node.Country, node.Downloads30d, node.Observed]));
    }

    /// <param name="Base">The declared base through which the root is reached; null for the root.</param>
    /// <param name="Depth">Steps from the root.</param>
    /// <param name="Lab">Who published it.</param>
    /// <param name="Observed">Whether the source saw it that day.</param>
    public sealed record Node(string ModelId, string? Base, string? Relation, int Depth, string Lab, string LabName, string Country, long? Downloads30d, bool Observed);

    /// <returns>Null: there is no model of that name.</returns>
    public async Task<Response?> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var (source, day, note) = await ModelMeasures.FindAsync(dataSource, sources, query.Selection, Measure.Downloads30d, query.Day, cancellationToken);
        if (source is null || day is null) return Nothing(query, source, note!);
        var asOf = query.Selection.AsOf;
        var root = await RootAsync(query.Model ?? "", source, day.Value, asOf, cancellationToken);
        if (root is null && query.Model is null) return Nothing(query, source, asOf is null ? "No model observed declares a base." : "No model observed that day was known to build on another then.");
        if (root is null)
            return asOf is not null && await RootAsync(query.Model!, source, day.Value, null, cancellationToken) is not null ? Nothing(query, source, "Nothing was known of the model then.") : null;
        var (derivatives, downloads, rows) = await MembersAsync(root, query, source, day.Value, cancellationToken);
        await AddBasesAsync(rows, root, query, source, day.Value, cancellationToken);
        var meta = AnswerMeta.Of(query.Selection, Measure.Downloads30d, source, registries.Now, null, asOf is null ? [Bound] : [Bound, TodaysBases], "lineage")
            with { Lens = null, Population = null, Interval = null, From = day, To = day };
        return new Response(meta, day, root.Name, root.Asked, derivatives, downloads, LineageTree.Order(root.Name, rows, registries.Now));
    }

    /// <summary>The statements of a question in their order, for the plan test too.</summary>
    public static IReadOnlyList<string> Statements => [Ledger.Read<LineageQuery>(RootFile), Ledger.Read<LineageQuery>(MembersFile), Ledger.Read<LineageQuery>(BasesFile)];

    private Response Nothing(Query query, TrendSource? source, string note) => new(
        AnswerMeta.Of(query.Selection, Measure.Downloads30d, source, registries.Now, null, [note], "lineage") with { Lens = null, Population = null, Interval = null }, null, null, query.Model, 0, null, []);

    private async Task<Root?> RootAsync(string asked, TrendSource source, DateOnly day, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Ledger.Read<LineageQuery>(RootFile)).With(("asked", asked), ("as_of", asOf), ("source_id", source.Id), ("day", day));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new Root(reader.GetString(0), reader.GetString(1), asked.Length == 0 ? reader.GetString(0) : reader.GetString(2)) : null;
    }

    private async Task<(long Derivatives, decimal? Downloads, Dictionary<string, LineageTree.Row> Rows)> MembersAsync(Root root, Query query, TrendSource source, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Ledger.Read<LineageQuery>(MembersFile))
            .With(("as_of", query.Selection.AsOf), ("lab", root.Lab), ("root", root.Name), ("asked", root.Asked), ("source_id", source.Id), ("day", day), ("top", query.Top + 1));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<string, LineageTree.Row>(StringComparer.OrdinalIgnoreCase);
        var (derivatives, downloads) = (0L, (decimal?)null);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows[reader.GetString(0)] = new LineageTree.Row(
                reader.GetString(0), reader.GetFieldValue<string[]>(1), Text(reader, 2), reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.GetString(5), reader.GetString(6), true);
            derivatives = reader.GetInt64(7);
            downloads = reader.IsDBNull(8) ? null : reader.GetDecimal(8);
        }

        return (derivatives, downloads, rows);
    }

    /// <summary>What lies between, level by level; as far as the ledger walks.</summary>
    private async Task AddBasesAsync(Dictionary<string, LineageTree.Row> rows, Root root, Query query, TrendSource source, DateOnly day, CancellationToken cancellationToken)
    {
        for (var level = 0; level < LineageGraph.MaxDepth; level++)
        {
            var missing = rows.Values.SelectMany(row => row.Bases).Append(root.Name).Where(name => !rows.ContainsKey(name)).Distinct(StringComparer.OrdinalIgnoreCase).Take(500).ToArray();
            if (missing.Length == 0) return;
            await using var command = dataSource.CreateCommand(Ledger.Read<LineageQuery>(BasesFile)).With(
                ("as_of", query.Selection.AsOf), ("names", missing.Select(name => name.ToLowerInvariant()).ToArray()), ("namespaces", missing.Select(name => ModelId.Owner(name).ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray()),
                ("source_id", source.Id), ("day", day));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var before = rows.Count;
            while (await reader.ReadAsync(cancellationToken))
                rows.TryAdd(reader.GetString(0), new LineageTree.Row(reader.GetString(0), reader.GetFieldValue<string[]>(1), Text(reader, 2), reader.IsDBNull(3) ? null : reader.GetInt64(3), reader.GetString(4), reader.GetString(5), !reader.IsDBNull(3)));
            if (rows.Count == before) return;
        }
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private sealed record Root(string Name, string Lab, string Asked);
}
