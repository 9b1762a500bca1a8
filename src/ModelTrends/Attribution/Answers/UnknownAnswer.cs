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
    ];

    public sealed record Query(By By, int Top);

    public sealed record Row(string Namespace, int Models, long Downloads30d, long Likes, string TopModel, string? Url);

    public sealed record Response(Meta Meta, IReadOnlyList<Row> Namespaces) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["namespace", "models", "downloads_30d", "likes", "top_model", "url"],
            Namespaces.Select(row => (IReadOnlyList<object?>)[row.Namespace, row.Models, row.Downloads30d, row.Likes, row.TopModel, row.Url]));
    }

    public static Query Read(HttpContext http, QueryReader reader) => new(reader.Choice("by", By.Downloads), reader.Number("top", 200, 1, 5000));

    public async Task<Response?> HandleAsync(Query query, CancellationToken cancellationToken)
    {
        var table = await TotalsTable.ReadAsync(dataSource, cancellationToken);
        var all = db.Set<UnknownNamespace>().AsNoTracking();
        var ordered = query.By == By.Likes ? all.OrderByDescending(x => x.Likes).ThenBy(x => x.Namespace) : all.OrderByDescending(x => x.Downloads30d).ThenBy(x => x.Namespace);
        var rows = await ordered.Take(query.Top).ToListAsync(cancellationToken);
        var meta = await metas.ForAsync("unknown namespaces", "downloads of 30 days", table, cancellationToken);
        var unknown = table.UnknownShare(Lens.Publisher);
        return new Response(
            meta with { Lens = "publisher", Coverage = new Coverage(1 - unknown, unknown) },
            [.. rows.Select(x => new Row(x.Namespace, x.Models, x.Downloads30d, x.Likes, x.TopModel, Link(x)))]);
    }

    /// <summary>Only names that can be addresses on the Hub become links.</summary>
    private static string? Link(UnknownNamespace row) =>
        ModelId.Owner(row.TopModel) is { Length: > 0 } owner && ModelId.IsNamespace(owner) ? Registry.HubPage(owner) : null;
}
