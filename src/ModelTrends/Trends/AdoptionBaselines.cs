using ModelTrends.Domain.Trends;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>
/// Thresholds of relative adoption, frozen at the beginning of a quarter from all language models observed until then, so that a score
/// does not change when later models are better. Written once, never changed; another rule is another version.
/// </summary>
public sealed class AdoptionBaselines(NpgsqlDataSource dataSource, TimeProvider clock)
{
    private const int Version = 1;

    public sealed record Baseline(string Name, IReadOnlyList<AdoptionQuery.Threshold> Thresholds);

    public async Task<Baseline> FindAsync(TrendSource source, DateOnly day, CancellationToken cancellationToken)
    {
        var quarter = new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1);
        // A source that began within the quarter has nothing to freeze yet; its first quarter is measured against itself.
        var before = quarter > source.FirstDay ? quarter : day.AddDays(1);
        var name = $"{quarter.Year}-Q{((quarter.Month - 1) / 3) + 1}.v{Version}";
        var stored = await ReadAsync(source.Id, name, cancellationToken);
        if (stored.Count > 0) return new Baseline(name, stored);

        var thresholds = await ComputeAsync(source, before, cancellationToken);
        if (before == quarter) await StoreAsync(source.Id, name, thresholds, cancellationToken);
        return new Baseline(before == quarter ? name : name + "-open", thresholds);
    }

    private async Task<List<AdoptionQuery.Threshold>> ComputeAsync(TrendSource source, DateOnly before, CancellationToken cancellationToken)
    {
        var rows = await AdoptionQuery.ReadAsync(dataSource, source, new Selection(), before, cancellationToken);
        var thresholds = new List<AdoptionQuery.Threshold>();
        foreach (var size in Enum.GetValues<SizeClass>())
        {
            var ages = Adoption.Ages.Select(age => (IReadOnlyList<decimal>)[.. rows.Where(row => row.Size == size && row.Days == age).Select(row => (decimal)row.Downloads)]).ToArray();
            var limits = Adoption.Thresholds(ages);
            thresholds.AddRange(Adoption.Ages.Select((age, i) => new AdoptionQuery.Threshold(size, age, limits[i], ages[i].Count)));
        }

        return thresholds;
    }

    private async Task<List<AdoptionQuery.Threshold>> ReadAsync(int sourceId, string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select size_class, age, downloads, models from adoption_baseline where source_id = @source_id and name = @name order by size_class, age")
            .With(("source_id", sourceId), ("name", name));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var thresholds = new List<AdoptionQuery.Threshold>();
        while (await reader.ReadAsync(cancellationToken))
            thresholds.Add(new AdoptionQuery.Threshold((SizeClass)reader.GetInt16(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetDecimal(2), reader.GetInt32(3)));
        return thresholds;
    }

    private async Task StoreAsync(int sourceId, string name, List<AdoptionQuery.Threshold> thresholds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            insert into adoption_baseline (source_id, name, size_class, age, downloads, models, frozen_at)
            select @source_id, @name, size, age, downloads, models, @now from unnest(@sizes, @ages, @downloads, @models) as row (size, age, downloads, models)
            on conflict do nothing
            """).With(
            ("source_id", sourceId), ("name", name), ("now", clock.GetUtcNow()), ("sizes", thresholds.Select(t => (short)t.Size).ToArray()), ("ages", thresholds.Select(t => t.Days).ToArray()),
            ("downloads", thresholds.Select(t => t.Downloads).ToArray()), ("models", thresholds.Select(t => t.Models).ToArray()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
