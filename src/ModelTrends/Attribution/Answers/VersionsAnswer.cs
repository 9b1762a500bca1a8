using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Attribution.Answers;

/// <summary>Every version of the registry the ledger knew, and what each moved: models, downloads, shares of countries.</summary>
public sealed class VersionsAnswer(ModelTrendsDb db)
{
    public sealed record Row(string Version, DateTimeOffset RecordedAt, int Labs, int Namespaces, int Families, JsonElement? Report);

    public sealed record Response(Meta Meta, IReadOnlyList<Row> Versions) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["version", "recorded_at", "labs", "namespaces", "families"],
            Versions.Select(row => (IReadOnlyList<object?>)[row.Version, row.RecordedAt, row.Labs, row.Namespaces, row.Families]));
    }

    public async Task<Response?> HandleAsync(DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var rows = await db.Set<RegistryVersion>().AsNoTracking().Where(x => asOf == null || x.RecordedAt <= asOf).OrderByDescending(x => x.Id).Take(200).ToListAsync(cancellationToken);
        return new Response(
            Meta.Listing("registry versions", "versions", rows.FirstOrDefault()?.RecordedAt, rows.FirstOrDefault()?.Version),
            [.. rows.Select(x => new Row(x.Version, x.RecordedAt, x.Labs, x.Namespaces, x.Families, x.Report is null ? null : JsonDocument.Parse(x.Report).RootElement))]);
    }
}
