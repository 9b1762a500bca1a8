using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Attribution.Answers;

/// <summary>Every family, or one, with what each of its generations counts for.</summary>
public sealed class FamiliesAnswer(RegistryMeta metas)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters = [new("lab", "Id of a lab."), RegistryMeta.AsOf];

    public sealed record GenerationRow(string Name, LensTotals Totals);

    public sealed record FamilyRow(
        string Id, string Name, string LabId, string LabName, string Country, string Region, IReadOnlyList<string> Generations, IReadOnlyList<GenerationRow> GenerationTotals, LensTotals Totals);

    public sealed record Response(Meta Meta, IReadOnlyList<FamilyRow> Families) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["id", "name", "lab_id", "lab_name", "country", "region", "generations", .. LensTotals.Header],
            Families.Select(row => (IReadOnlyList<object?>)[row.Id, row.Name, row.LabId, row.LabName, row.Country, row.Region, row.Generations, .. row.Totals.Cells()]));
    }

    public sealed record SingleResponse(
        Meta Meta, string Id, string Name, string LabId, string LabName, string Country, string Region, IReadOnlyList<string> Generations, IReadOnlyList<GenerationRow> GenerationTotals,
        LensTotals Totals) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["family", "generation", .. LensTotals.Header],
            GenerationTotals.Select(row => (IReadOnlyList<object?>)[Id, row.Name, .. row.Totals.Cells()]).Append([Id, "", .. Totals.Cells()]));
    }

    public async Task<Response?> HandleAsync(string? labId, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var then = await metas.AtAsync(asOf, cancellationToken);
        var totals = then.Totals.ByFamily();
        var rows = then.Registry.Families
            .Where(family => labId is null || string.Equals(family.LabId, labId, StringComparison.Ordinal))
            .Select(family => Row(family, then.Registry, totals, then.Totals))
            .OrderByDescending(row => row.Totals.Origin.Downloads30d).ThenBy(row => row.Id, StringComparer.Ordinal);
        return new Response(then.Meta("families", "downloads of 30 days"), [.. rows]);
    }

    public async Task<SingleResponse?> FindAsync(string id, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var then = await metas.AtAsync(asOf, cancellationToken);
        if (then.Registry.FindFamily(id) is not { } family) return null;
        var row = Row(family, then.Registry, then.Totals.ByFamily(), then.Totals);
        return new SingleResponse(then.Meta("families", "downloads of 30 days"), row.Id, row.Name, row.LabId, row.LabName, row.Country, row.Region, row.Generations, row.GenerationTotals, row.Totals);
    }

    private static FamilyRow Row(Family family, Registry registry, IReadOnlyDictionary<string, LensTotals> totals, TotalsTable table)
    {
        var lab = registry.FindLab(family.LabId)!;
        var generations = table.ByGeneration(family.Id);
        return new FamilyRow(
            family.Id, family.Name, lab.Id, lab.Name, lab.Country, lab.Region, [.. family.Generations.Select(g => g.Name)],
            [.. family.Generations.Select(g => new GenerationRow(g.Name, generations.GetValueOrDefault(g.Name) ?? LensTotals.None))],
            totals.GetValueOrDefault(family.Id) ?? LensTotals.None);
    }
}
