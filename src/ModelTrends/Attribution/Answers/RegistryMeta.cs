using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Attribution.Answers;

/// <summary>Registry and totals as they are, or as they were known at a moment, with what answers made of them say about themselves.</summary>
public sealed class RegistryMeta(ModelTrendsDb db, CurrentRegistry registries, NpgsqlDataSource dataSource)
{
    public static readonly QueryParameter AsOf = new("asOf", "Attribution and registry as recorded at that time.", Format: "date-time");

    public async Task<RegistryMoment> AtAsync(DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var (registry, isKept) = await registries.AsOfAsync(asOf, cancellationToken);
        var totals = await TotalsTable.ReadAsync(dataSource, cancellationToken);
        if (asOf is { } moment && !await IsCurrentAsync(moment, cancellationToken)) totals = await totals.AsOfAsync(dataSource, moment, cancellationToken);
        var version = await db.Set<RegistryVersion>().AsNoTracking().Where(v => asOf == null || v.RecordedAt <= asOf).OrderByDescending(v => v.Id).FirstOrDefaultAsync(cancellationToken);
        return new RegistryMoment(registry, totals, asOf, version?.RecordedAt, version?.Version, isKept);
    }

    /// <summary>Nothing was recorded or closed since: the totals that stand are those of then.</summary>
    private async Task<bool> IsCurrentAsync(DateTimeOffset moment, CancellationToken cancellationToken) =>
        !await db.Set<Data.Tables.Attribution>().AnyAsync(row => row.RecordedAt > moment, cancellationToken);
}

public sealed record RegistryMoment(Registry Registry, TotalsTable Totals, DateTimeOffset? AsOf, DateTimeOffset? RecordedAt, string? Version, bool IsKept)
{
    public Meta Meta(string measure, string unit, Lens lens = Lens.Origin)
    {
        var unknown = Totals.UnknownShare(lens);
        var notes = new List<string> { Totals.Day is { } day ? $"Totals are those of {Totals.Source} on {day:yyyy-MM-dd}." : "There are no observations yet, so totals are zero." };
        if (AsOf is not null) notes.Add(Version is null ? "Nothing was attributed then." : "Attribution and registry as recorded then.");
        if (!IsKept) notes.Add("The registry's text of that time was not kept: names and namespaces are today's, the totals are those of then.");
        return Platform.Answers.Meta.Listing(measure, unit, RecordedAt, Version, [.. notes]) with
        {
            Filters = AsOf is { } moment ? new SortedDictionary<string, string>(StringComparer.Ordinal) { ["asOf"] = moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) } : new SortedDictionary<string, string>(StringComparer.Ordinal),
            DataThrough = Totals.Day,
            Sources = Totals.Source is { } source ? [source] : [],
            Coverage = new Coverage(1 - unknown, unknown),
        };
    }
}
