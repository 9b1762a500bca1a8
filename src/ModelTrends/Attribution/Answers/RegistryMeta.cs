using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Attribution.Answers;

/// <summary>What the registry's answers say about themselves.</summary>
public sealed class RegistryMeta(ModelTrendsDb db)
{
    public async Task<Meta> ForAsync(string measure, string unit, TotalsTable totals, CancellationToken cancellationToken)
    {
        var version = await db.Set<RegistryVersion>().OrderByDescending(x => x.Id).FirstOrDefaultAsync(cancellationToken);
        var unknown = totals.UnknownShare(Lens.Origin);
        return Meta.Listing(
            measure, unit, version?.RecordedAt, version?.Version,
            totals.Day is { } day ? $"Totals are those of {totals.Source} on {day:yyyy-MM-dd}." : "There are no observations yet, so totals are zero.") with
        {
            DataThrough = totals.Day,
            Sources = totals.Source is { } source ? [source] : [],
            Coverage = new Coverage(1 - unknown, unknown),
        };
    }
}
