using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Attribution.Answers;

/// <summary>Namespaces nobody has tagged, by downloads or likes: the editors' to-do list.</summary>
public sealed class UnknownAnswer(ModelTrendsDb db, NpgsqlDataSource dataSource, RegistryMeta metas)
{
    public enum By { Downloads, Likes }

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        QueryParameter.Choice("by", "What the list is ordered by.", By.Downloads),
        new("top", "Rows, 1 to 5000.", Default: "200", Format: "integer"),
        RegistryMeta.AsOf,
    ];

    public sealed record Query(By By, int Top, DateTimeOffset? AsOf = null);

    public sealed record Row(string Namespace, int Models, long Downloads30d, long Likes, string TopModel, string? Url);

    public sealed record Response(Meta Meta, IReadOnlyList<Row> Namespaces) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["namespace", "models", "downloads_30d", "likes", "top_model", "url"],
            Namespaces.Select(row => (IReadOnlyList<object?>)[row.Namespace, row.Models, row.Downloads30d, row.Likes, row.TopModel, row.Url]));
    }

    public static Query Read(HttpContext http, QueryReader reader) => new(reader.Choice("by", By.Downloads), reader.Number("top", 200, 1, 5000), reader.Moment("asOf"));

    public async Task<Response?> HandleAsync(Query query, CancellationToken cancellationToken)
    {
        var then = await metas.AtAsync(query.AsOf, cancellationToken);
        var rows = query.AsOf is { } moment ? await ReadAsync(query, then.Totals, moment, cancellationToken) : await CurrentAsync(query, cancellationToken);
        return new Response(
            then.Meta("unknown namespaces", "downloads of 30 days", Lens.Publisher) with { Lens = "publisher" },
            [.. rows.Select(x => new Row(x.Namespace, x.Models, x.Downloads30d, x.Likes, x.TopModel, Link(x)))]);
    }

    private Task<List<UnknownNamespace>> CurrentAsync(Query query, CancellationToken cancellationToken)
    {
        var all = db.Set<UnknownNamespace>().AsNoTracking();
        var ordered = query.By == By.Likes ? all.OrderByDescending(x => x.Likes).ThenBy(x => x.Namespace) : all.OrderByDescending(x => x.Downloads30d).ThenBy(x => x.Namespace);
        return ordered.Take(query.Top).ToListAsync(cancellationToken);
    }

    private async Task<List<UnknownNamespace>> ReadAsync(Query query, TotalsTable totals, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<UnknownAnswer>("unknown_as_of.sql"));
        command.CommandTimeout = TotalsTable.LongestSeconds;
        command.Parameters.AddWithValue("source", totals.Source ?? "");
        command.Parameters.AddWithValue("day", totals.Day ?? DateOnly.MinValue);
        command.Parameters.AddWithValue("as_of", moment);
        command.Parameters.AddWithValue("by_likes", query.By == By.Likes);
        command.Parameters.AddWithValue("top", query.Top);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<UnknownNamespace>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new UnknownNamespace { Namespace = reader.GetString(0), Models = reader.GetInt32(1), Downloads30d = reader.GetInt64(2), Likes = reader.GetInt64(3), TopModel = reader.GetString(4) });
        return rows;
    }

    /// <summary>Only names that can be addresses on the Hub become links.</summary>
    private static string? Link(UnknownNamespace row) =>
        ModelId.Owner(row.TopModel) is { Length: > 0 } owner && ModelId.IsNamespace(owner) ? Registry.HubPage(owner) : null;
}
