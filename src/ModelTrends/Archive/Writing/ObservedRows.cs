using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Archive.Writing;

/// <summary>
/// Rows whose model and set are known, for the observations themselves. Some hundred thousand at a time go in the order of the key: an archive
/// has an order of its own, in which every row would touch another page of the key's index.
/// </summary>
public sealed class ObservedRows
{
    /// <summary>Some sixteen megabytes.</summary>
    private const int MostAtOnce = 200_000;

    private Entry[] _entries = [];
    private int _count;

    public bool IsFull => _count == MostAtOnce;

    public void Add(int setId, int modelId, ArchiveRow row)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count == 0 ? 1000 : MostAtOnce);
        _entries[_count++] = new Entry
        {
            Key = ((long)setId << 32) | (uint)modelId,
            Day = row.Day,
            Downloads30d = row.Downloads30d,
            DownloadsAllTime = row.DownloadsAllTime,
            Likes = row.Likes,
            TrendingRank = row.TrendingRank,
            TrendingScore = row.TrendingScore,
        };
    }

    /// <summary>Afterwards there are none.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Array.Sort(_entries, 0, _count, Comparer<Entry>.Create(static (one, other) => one.Key.CompareTo(other.Key)));
        await using var importer = await connection.BeginBinaryImportAsync(
            "copy observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank, trending_score) from stdin (format binary)", cancellationToken);
        for (var i = 0; i < _count; i++)
            Write(importer, _entries[i]);
        await importer.CompleteAsync(cancellationToken);
        _count = 0;
    }

    private static void Write(NpgsqlBinaryImporter importer, Entry entry)
    {
        importer.StartRow();
        importer.Write(entry.Day, NpgsqlDbType.Date);
        importer.Write((int)(entry.Key >> 32), NpgsqlDbType.Integer);
        importer.Write((int)entry.Key, NpgsqlDbType.Integer);
        importer.WriteNumber(entry.Downloads30d, NpgsqlDbType.Bigint);
        importer.WriteNumber(entry.DownloadsAllTime, NpgsqlDbType.Bigint);
        importer.WriteNumber(entry.Likes, NpgsqlDbType.Integer);
        importer.WriteNumber(entry.TrendingRank, NpgsqlDbType.Integer);
        importer.WriteNumber(entry.TrendingScore, NpgsqlDbType.Double);
    }

    private struct Entry
    {
        /// <summary>Set and model.</summary>
        public long Key;
        public long? Downloads30d, DownloadsAllTime;
        public double? TrendingScore;
        public int? Likes, TrendingRank;
        public DateOnly Day;
    }
}
