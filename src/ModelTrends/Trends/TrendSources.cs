using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>The source that answers, and what it can tell.</summary>
/// <param name="IsFallen">Many of its counters fell and may still come back: the days since cannot be told.</param>
public sealed record TrendSource(
    int Id, string Key, string Title, CoverageKind Coverage, string? CoverageNote, DateOnly FirstDay, DateOnly LastDay, int Days, int Models,
    bool HasDownloads30d, bool HasDownloadsAllTime, bool HasLikes, bool HasTrending, DateTimeOffset? DerivedAt, CounterDays Downloads, CounterDays Likes, bool IsFallen)
{
    public bool Has(Measure measure) => measure switch
    {
        Measure.Downloads => HasDownloadsAllTime && Days > 1,
        Measure.DownloadsAllTime => HasDownloadsAllTime,
        Measure.Downloads30d => HasDownloads30d,
        Measure.Likes or Measure.NewLikes => HasLikes,
        Measure.TrendingSlots => HasTrending,
        _ => true,
    };

    /// <summary>The days on which the measure can be told. A flow begins the day after the counter was first read, and ends where it was last read and moved.</summary>
    public (DateOnly First, DateOnly Last) DaysOf(Measure measure)
    {
        var counter = measure == Measure.Downloads ? Downloads : Likes;
        return measure.IsOfCounter() && counter is { First: { } first, Last: { } last } ? (first.AddDays(1), last) : (FirstDay, LastDay);
    }
}

/// <param name="First">First set with the counter.</param>
/// <param name="Last">Last set with it on which the Hub's counters did not stand still and had not fallen.</param>
public readonly record struct CounterDays(DateOnly? First, DateOnly? Last);

/// <summary>Chooses the source of an answer: the one asked for, else <c>hub</c> once it has a complete poll, else the archive that covers most.</summary>
public sealed class TrendSources(NpgsqlDataSource dataSource, CurrentRegistry registries)
{
    /// <returns>Null while nothing has been observed.</returns>
    public async Task<TrendSource?> FindAsync(string? asked, Measure measure, CancellationToken cancellationToken)
    {
        // Every question begins here: labs that an administrator named meanwhile, perhaps in another process, are known from now on.
        await registries.GetAsync(cancellationToken);
        var all = await ListAsync(cancellationToken);
        if (asked is not null)
        {
            var key = asked is Source.Hub && measure == Measure.TrendingSlots ? Source.HubTrending : asked;
            return all.FirstOrDefault(source => string.Equals(source.Key, key, StringComparison.OrdinalIgnoreCase))
                ?? all.FirstOrDefault(source => string.Equals(source.Key, asked, StringComparison.OrdinalIgnoreCase))
                ?? (asked is Source.Hub or Source.HubTrending or Source.HubLabs ? null : throw Unknown(asked, all));
        }

        return all.FirstOrDefault(source => source.Key == (measure == Measure.TrendingSlots ? Source.HubTrending : Source.Hub))
            ?? all.Where(source => !source.Key.StartsWith(Source.Hub, StringComparison.Ordinal))
                .OrderByDescending(source => source.Has(measure is Measure.Downloads or Measure.DownloadsAllTime ? Measure.Downloads30d : measure))
                .ThenByDescending(source => source.Days > 1)
                .ThenBy(source => source.Coverage)
                .ThenByDescending(source => source.Models)
                .ThenBy(source => source.Key, StringComparer.Ordinal)
                .FirstOrDefault()
            ?? (all.Count > 0 ? all[0] : null);
    }

    public async Task<IReadOnlyList<TrendSource>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<TrendSource>();
        await using var command = dataSource.CreateCommand(SqlFile.Read<TrendSources>("sources.sql"));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            all.Add(new TrendSource(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), Enum.Parse<CoverageKind>(reader.GetString(3)), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetFieldValue<DateOnly>(5), reader.GetFieldValue<DateOnly>(6), reader.GetInt32(7), reader.GetInt32(8),
                reader.GetBoolean(9), reader.GetBoolean(10), reader.GetBoolean(11), reader.GetBoolean(12), reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13),
                new CounterDays(Day(reader, 14), Day(reader, 15)), new CounterDays(Day(reader, 16), Day(reader, 17)), reader.GetBoolean(18)));
        }

        return all;
    }

    private static DateOnly? Day(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

    /// <summary>Every source with a complete set.</summary>
    public async Task<IReadOnlyList<(int Id, string Key)>> ObservedAsync(CancellationToken cancellationToken)
    {
        var all = new List<(int, string)>();
        await using var command = dataSource.CreateCommand("select id, key from source s where exists (select 1 from observation_set o where o.source_id = s.id and o.state = 'Complete') order by key");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            all.Add((reader.GetInt32(0), reader.GetString(1)));
        return all;
    }

    private static BadQueryException Unknown(string asked, IReadOnlyList<TrendSource> all)
    {
        var keys = all.Select(source => source.Key).Append(Source.Hub).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return new BadQueryException(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["source"] = $"There is no source '{(asked.Length > 60 ? asked[..60] : asked)}'; there are {string.Join(", ", keys)}." },
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["source"] = keys });
    }
}
