using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Attribution.Answers;

/// <summary>Every lab, or one: who it is, what it owns, why we think so, and what it counts for.</summary>
public sealed class LabsAnswer(RegistryMeta metas)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("country", "ISO 3166-1 alpha-2, international, individual or unknown."),
        new("region", "Region of the lab.", Regions.All),
        new("kind", "Kind of the lab.", LabKinds.All),
        RegistryMeta.AsOf,
    ];

    public sealed record Query(string? Country, string? Region, LabKind? Kind, DateTimeOffset? AsOf = null);

    public sealed record NamespaceRow(string Name, DateOnly? From, DateOnly? To);

    public sealed record EvidenceRow(string Url, string Note, DateOnly? Checked);

    public sealed record LabRow(
        string Id, string Name, string Kind, string Country, string Region, string? Home, IReadOnlyList<NamespaceRow> Namespaces, IReadOnlyList<string> Families,
        IReadOnlyList<EvidenceRow> Evidence, string? Note, LensTotals Totals);

    public sealed record Response(Meta Meta, IReadOnlyList<LabRow> Labs) : ICsvAnswer
    {
        public CsvTable ToCsv() => Csv(Labs);
    }

    public sealed record SingleResponse(
        Meta Meta, string Id, string Name, string Kind, string Country, string Region, string? Home, IReadOnlyList<NamespaceRow> Namespaces, IReadOnlyList<string> Families,
        IReadOnlyList<EvidenceRow> Evidence, string? Note, LensTotals Totals) : ICsvAnswer
    {
        public LabRow Row() => new(Id, Name, Kind, Country, Region, Home, Namespaces, Families, Evidence, Note, Totals);

        public CsvTable ToCsv() => Csv([Row()]);
    }

    public static Query Read(HttpContext http, QueryReader reader)
    {
        var country = reader.Text("country");
        if (country is not null && !Countries.IsKnown(country))
            reader.Fail("country", $"'{country}' is neither an ISO 3166-1 alpha-2 code in capitals nor international, individual or unknown.");
        var region = reader.Text("region");
        if (region is not null && !Regions.All.Contains(region, StringComparer.Ordinal))
            reader.Fail("region", $"'{region}' is not one of {string.Join(", ", Regions.All)}.", Regions.All);
        var kind = reader.Text("kind");
        if (kind is not null && LabKinds.Parse(kind) is null)
            reader.Fail("kind", $"'{kind}' is not one of {string.Join(", ", LabKinds.All)}.", LabKinds.All);
        return new Query(country, region, kind is null ? null : LabKinds.Parse(kind), reader.Moment("asOf"));
    }

    public async Task<Response?> HandleAsync(Query query, CancellationToken cancellationToken)
    {
        var then = await metas.AtAsync(query.AsOf, cancellationToken);
        var totals = then.Totals.ByLab();
        var labs = then.Registry.Labs.Append(Lab.Unknown)
            .Where(lab => (query.Country is null || string.Equals(lab.Country, query.Country, StringComparison.Ordinal))
                && (query.Region is null || string.Equals(lab.Region, query.Region, StringComparison.Ordinal)) && (query.Kind is null || lab.Kind == query.Kind))
            .Select(lab => Row(lab, totals))
            .OrderByDescending(row => row.Totals.Origin.Downloads30d).ThenByDescending(row => row.Totals.Publisher.Downloads30d).ThenBy(row => row.Id, StringComparer.Ordinal);
        return new Response(then.Meta("labs", "downloads of 30 days"), [.. labs]);
    }

    public async Task<SingleResponse?> FindAsync(string id, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var then = await metas.AtAsync(asOf, cancellationToken);
        if (then.Registry.FindLab(id) is not { } lab) return null;
        var row = Row(lab, then.Totals.ByLab());
        return new SingleResponse(then.Meta("labs", "downloads of 30 days"), row.Id, row.Name, row.Kind, row.Country, row.Region, row.Home, row.Namespaces, row.Families, row.Evidence, row.Note, row.Totals);
    }

    private static LabRow Row(Lab lab, IReadOnlyDictionary<string, LensTotals> totals) => new(
        lab.Id, lab.Name, LabKinds.NameOf(lab.Kind), lab.Country, lab.Region, lab.Home, [.. lab.Namespaces.Select(ns => new NamespaceRow(ns.Name, ns.From, ns.To))],
        lab.Families, [.. lab.Evidence.Select(e => new EvidenceRow(e.Url, e.Note, e.Checked))], lab.Note, totals.GetValueOrDefault(lab.Id) ?? LensTotals.None);

    private static CsvTable Csv(IReadOnlyList<LabRow> rows) => new(
        ["id", "name", "kind", "country", "region", "home", "namespaces", "families", "evidence", "note", .. LensTotals.Header],
        rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Id, row.Name, row.Kind, row.Country, row.Region, row.Home, row.Namespaces.Select(ns => ns.Name), row.Families, row.Evidence.Select(e => e.Url), row.Note, .. row.Totals.Cells(),
        ]));
}
