using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Archive.Matching;

/// <summary>The sets of days that one file is the first to tell of, and the models already counted in each.</summary>
public sealed class NewDays(NpgsqlDataSource dataSource, NpgsqlConnection connection, ModelMatch match, int sourceId, DateTimeOffset now)
{
    private readonly Dictionary<DateOnly, NewDay?> _days = [];

    public bool IsUnknown(DateOnly day) => !_days.ContainsKey(day);

    /// <returns>Null for a day the source has something of.</returns>
    public NewDay? Find(DateOnly day) => _days[day];

    /// <summary>Opens the set of a day that is not known here; the connection has to be free.</summary>
    public async Task<NewDay?> OpenAsync(DateOnly day, CancellationToken cancellationToken) =>
        _days[day] = match.IsNew(day) ? await AddAsync(day, cancellationToken) : null;

    private async Task<NewDay> AddAsync(DateOnly day, CancellationToken cancellationToken)
    {
        // Made and committed on its own: whoever else needs a month then does not wait until this file is stored. An empty month harms nobody.
        await using (var other = await dataSource.OpenConnectionAsync(cancellationToken))
            await ObservationPartitions.EnsureAsync(other, [day], cancellationToken);
        await using var open = new NpgsqlCommand(SqlFile.Read<NewDays>("open-day.sql"), connection);
        open.Parameters.AddWithValue("source_id", sourceId);
        open.Parameters.AddWithValue("day", day);
        open.Parameters.AddWithValue("now", now);
        return new NewDay((int)(await open.ExecuteScalarAsync(cancellationToken))!);
    }
}

/// <summary>One set that is being filled. Models are marked page by page: series of years have few models on each of many days.</summary>
public sealed class NewDay(int setId)
{
    private const int PageBits = 15;

    private readonly List<ulong[]?> _pages = [];

    public int SetId => setId;

    public bool Has(int modelId) => modelId >> PageBits is var page && page < _pages.Count && _pages[page] is { } bits && (bits[Word(modelId)] & Bit(modelId)) != 0;

    public void Add(int modelId)
    {
        var page = modelId >> PageBits;
        while (_pages.Count <= page)
            _pages.Add(null);
        (_pages[page] ??= new ulong[1 << (PageBits - 6)])[Word(modelId)] |= Bit(modelId);
    }

    private static int Word(int modelId) => (modelId & ((1 << PageBits) - 1)) >> 6;

    private static ulong Bit(int modelId) => 1UL << (modelId & 63);
}
