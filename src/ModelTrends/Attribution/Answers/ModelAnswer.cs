using Microsoft.EntityFrameworkCore;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;
using ModelTrends.Platform.Answers;
using AttributionRow = ModelTrends.Data.Tables.Attribution;

namespace ModelTrends.Attribution.Answers;

/// <summary>One model: both attributions with rule and evidence, and its lineage up to the root.</summary>
public sealed class ModelAnswer(ModelTrendsDb db, ModelLookup lookup, CurrentRegistry registries)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters = [new("asOf", "Attribution as recorded at that time.", Format: "date-time")];

    /// <summary>The latest answers that were replaced; who wants more asks as of a moment.</summary>
    private const int MostPast = 20;

    public sealed record Query(string Name, DateTimeOffset? AsOf);

    /// <param name="Share">The part of every count that goes to this lab on the days it holds, 0..1.</param>
    /// <param name="ValidTo">First day it no longer holds, under the publisher lens; null: it still does.</param>
    public sealed record Part(
        string LabId, string LabName, string Kind, string Country, string Region, string? FamilyId, string? Generation, decimal Share, string Rule, string? Evidence,
        string Root, bool RootKnown, int Depth, DateOnly ValidFrom, DateTimeOffset RecordedAt, DateOnly? ValidTo = null);

    /// <param name="LabId">The lab that published the base, as of the day it was made.</param>
    /// <param name="Country">That lab's.</param>
    public sealed record Step(string From, string To, int Depth, bool Known, string LabId, string Country);

    public sealed record Name(string Value, DateOnly FirstSeen, DateOnly LastSeen);

    /// <summary>An answer that stood until <paramref name="SupersededAt"/>.</summary>
    public sealed record Past(string Lens, string LabId, string LabName, string Country, string Rule, string Root, DateTimeOffset RecordedAt, DateTimeOffset SupersededAt);

    public sealed record Counts(string Source, DateOnly Day, long? Downloads30d, long? DownloadsAllTime, int? Likes);

    public sealed record Response(
        Meta Meta, string Id, string? HubId, string State, DateTimeOffset? CreatedAt, string? PipelineTag, string? LibraryName, long? Parameters, string? Relation,
        IReadOnlyList<string> BaseModels, DateOnly FirstSeen, DateOnly LastSeen, IReadOnlyList<Name> Names, Counts? Latest,
        IReadOnlyList<Part> Publisher, IReadOnlyList<Part> Origin, IReadOnlyList<Step> Lineage, IReadOnlyList<Past> History) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["model_id", "lens", "lab_id", "lab_name", "kind", "country", "region", "family_id", "generation", "share", "rule", "evidence", "root", "root_known", "depth", "valid_from", "recorded_at", "valid_to"],
            Publisher.Select(part => Cells("publisher", part)).Concat(Origin.Select(part => Cells("origin", part))));

        private IReadOnlyList<object?> Cells(string lens, Part part) =>
        [
            Id, lens, part.LabId, part.LabName, part.Kind, part.Country, part.Region, part.FamilyId, part.Generation, part.Share, part.Rule, part.Evidence, part.Root, part.RootKnown,
            part.Depth, part.ValidFrom, part.RecordedAt, part.ValidTo,
        ];
    }

    public static Query Read(HttpContext http, QueryReader reader) =>
        new($"{http.GetRouteValue("owner")}/{http.GetRouteValue("name")}", reader.Moment("asOf"));

    public async Task<Response?> HandleAsync(Query query, CancellationToken cancellationToken)
    {
        if (!ModelId.IsValid(query.Name) && query.Name.Length > 200) return null;
        if (await lookup.FindAsync(query.Name, cancellationToken) is not { } id) return null;
        var model = await db.Set<Model>().AsNoTracking().SingleAsync(m => m.Id == id, cancellationToken);
        var lastSeen = await LastSeenAsync(id, cancellationToken) is { } day && day > model.LastSeen ? day : model.LastSeen;
        var names = (await db.Set<ModelName>().AsNoTracking().Where(n => n.ModelId == id).ToListAsync(cancellationToken))
            // The last day of a name still borne is the model's own.
            .Select(n => new Name(n.Name, n.FirstSeen, n.Name == model.Name ? lastSeen : n.LastSeen)).OrderByDescending(n => n.LastSeen).ThenBy(n => n.Value, StringComparer.Ordinal).ToArray();
        var (registry, isKept) = await registries.AsOfAsync(query.AsOf, cancellationToken);
        var rows = db.Set<AttributionRow>().AsNoTracking().Where(a => a.ModelId == id);
        rows = query.AsOf is { } moment ? rows.Where(a => a.RecordedAt <= moment && (a.SupersededAt == null || a.SupersededAt > moment)) : rows.Where(a => a.SupersededAt == null);
        var parts = await rows.OrderBy(a => a.PartFrom).ThenByDescending(a => a.ValidFrom).ToListAsync(cancellationToken);
        var graph = await lookup.ReadGraphAsync(id, cancellationToken);
        var version = await db.Set<RegistryVersion>().AsNoTracking().Where(v => query.AsOf == null || v.RecordedAt <= query.AsOf).OrderByDescending(v => v.Id).FirstOrDefaultAsync(cancellationToken);
        return new Response(
            Meta.Listing("attribution", "share of every count", version?.RecordedAt, version?.Version, NotesOf(graph, query.AsOf, version?.Version, isKept)) with { DataThrough = lastSeen },
            model.Name, model.HubId, model.State.ToString().ToLowerInvariant(), model.CreatedAt, model.PipelineTag, model.LibraryName, model.Parameters, model.BaseRelation,
            model.BaseNames, model.FirstSeen, lastSeen, names, await CountsAsync(id, cancellationToken),
            [.. parts.Where(p => p.Lens == Lens.Publisher).Select(p => PartOf(p, registry))], [.. parts.Where(p => p.Lens == Lens.Origin).Select(p => PartOf(p, registry))],
            [.. graph.StepsOf(0).Select(step => StepOf(graph, step, registry))], await PastAsync(id, query.AsOf, registry, cancellationToken));
    }

    private static string[] NotesOf(LineageGraph graph, DateTimeOffset? asOf, string? version, bool isKept)
    {
        var notes = new List<string>();
        if (graph.Count >= ModelLookup.MostModels) notes.Add($"The lineage shows the first {ModelLookup.MostModels} models; the attribution takes all of them.");
        if (asOf is not null) notes.Add(version is null ? "Nothing was attributed then." : "Attribution as it was recorded then; the lineage is drawn from today's declarations.");
        if (!isKept) notes.Add("The registry's text of that time was not kept: names of labs are today's.");
        return [.. notes];
    }

    private async Task<IReadOnlyList<Past>> PastAsync(int id, DateTimeOffset? asOf, Registry registry, CancellationToken cancellationToken)
    {
        var rows = await db.Set<AttributionRow>().AsNoTracking().Where(a => a.ModelId == id && a.SupersededAt != null && (asOf == null || a.SupersededAt <= asOf))
            .OrderByDescending(a => a.SupersededAt).ThenBy(a => a.Lens).ThenBy(a => a.PartFrom).Take(MostPast).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new Past(
            row.Lens.ToString().ToLowerInvariant(), row.LabId, registry.FindLab(row.LabId)?.Name ?? row.LabId, row.Country, row.Rule, row.RootName, row.RecordedAt, row.SupersededAt!.Value))];
    }

    private async Task<DateOnly?> LastSeenAsync(int id, CancellationToken cancellationToken) => await (
        from s in db.Set<ObservationSet>()
        where db.Set<Observation>().Any(o => o.Day == s.Day && o.SetId == s.Id && o.ModelId == id)
        orderby s.Day descending
        select (DateOnly?)s.Day).FirstOrDefaultAsync(cancellationToken);

    private async Task<Counts?> CountsAsync(int id, CancellationToken cancellationToken) => await (
        from s in db.Set<ObservationSet>()
        join o in db.Set<Observation>() on new { s.Day, s.Id } equals new { o.Day, Id = o.SetId }
        where o.ModelId == id && s.State == SetState.Complete && o.Downloads30d != null
        orderby s.Source!.Key == Source.Hub descending, o.Day descending, s.Id descending
        select new Counts(s.Source!.Key, o.Day, o.Downloads30d, o.DownloadsAllTime, o.Likes)).FirstOrDefaultAsync(cancellationToken);

    private static Step StepOf(LineageGraph graph, LineageStep step, Registry registry)
    {
        var lab = ModelAttribution.Base(graph, 0, step, registry).Lab;
        return new Step(step.From, step.To, step.Depth, step.Known, lab.Id, lab.Country);
    }

    private static Part PartOf(AttributionRow row, Registry registry)
    {
        var lab = registry.FindLab(row.LabId);
        return new Part(
            row.LabId, lab?.Name ?? row.LabId, lab is null ? "" : LabKinds.NameOf(lab.Kind), row.Country, Regions.Of(row.Country), row.FamilyId, row.Generation,
            ModelAttribution.Share(1, row.PartFrom, row.PartTo, row.Parts), row.Rule, row.Evidence, row.RootName, row.RootModelId is not null, row.Depth, row.ValidFrom, row.RecordedAt, row.ValidTo);
    }
}
