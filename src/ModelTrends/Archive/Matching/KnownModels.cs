using System.IO.Hashing;
using System.Runtime.InteropServices;
using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Archive.Matching;

/// <summary>
/// Every stored model in memory, some fifty bytes each, so that a row that only confirms one is told from the others while the file is read.
/// Ids and names are kept as keyed hashes: a row is taken for a model where two of them agree, 128 bits together.
/// </summary>
public sealed class KnownModels
{
    private readonly long _seed = Random.Shared.NextInt64();
    private readonly Dictionary<string, ushort> _words = new(StringComparer.Ordinal);
    /// <summary>Models of several names, and each of these names.</summary>
    private readonly HashSet<int> _renamed = [];
    private readonly HashSet<ulong> _formerNames = [];
    private readonly List<int> _older = [];
    private readonly KnownTable _models;

    private KnownModels(bool isById, long models) => (IsById, _models) = (isById, new KnownTable(models));

    /// <summary>Found by the Hub's id, else by their name.</summary>
    public bool IsById { get; }

    /// <param name="connection">In a transaction that sees one state of the database.</param>
    /// <param name="isById">What the rows to come have.</param>
    /// <param name="models">How many there are in that state.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<KnownModels> ReadAsync(NpgsqlConnection connection, bool isById, long models, CancellationToken cancellationToken)
    {
        var known = new KnownModels(isById, models);
        await using var command = new NpgsqlCommand(SqlFile.Read<KnownModels>("known-models.sql"), connection) { CommandTimeout = ImportArchive.LongestSeconds };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known._renamed.Add(reader.GetInt32(0));
            known._formerNames.Add(known.NameKey(reader.GetString(1)));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            known.Add(reader);
        return known;
    }

    /// <returns>The place of the model the row speaks of; -1 when it is not known.</returns>
    public int Find(ArchiveRow row) => (row.HubId is not null) == IsById ? _models.Find(Key(row)) : -1;

    public int Id(int place) => _models[place].Id;

    /// <summary>Whether the row says nothing of the model that is not stored yet. <c>is-told.sql</c> is the same question, asked of the database.</summary>
    public bool IsConfirmed(int place, ArchiveRow row)
    {
        ref readonly var model = ref _models[place];
        return (model.Flags & KnownFlags.Left) == KnownFlags.None
            && model.Name == Hash(row.ModelName)
            && (row.CreatedAt is null || (model.Flags & KnownFlags.HasCreation) != KnownFlags.None)
            && (row.PipelineTag is null || (_words.TryGetValue(row.PipelineTag, out var tag) && tag == model.PipelineTag))
            && (row.LibraryName is null || (_words.TryGetValue(row.LibraryName, out var library) && library == model.LibraryName))
            && (row.Parameters is null || row.Parameters == model.Parameters)
            && (row.BaseNames.Length == 0 || (model.Flags & KnownFlags.HasBases) != KnownFlags.None);
    }

    /// <summary>Leaves the model to the database from here on, whose rows may change it.</summary>
    public void Leave(int place) => _models[place].Flags |= KnownFlags.Left;

    /// <summary>Notes a day before the model was known.</summary>
    public void See(int place, DateOnly day)
    {
        ref var model = ref _models[place];
        if (day.DayNumber >= model.FirstSeen)
            return;
        model.FirstSeen = day.DayNumber;
        if ((model.Flags & KnownFlags.Older) != KnownFlags.None)
            return;
        model.Flags |= KnownFlags.Older;
        _older.Add(place);
    }

    /// <summary>Models that turned out older since this was asked last, and the day they are known from now.</summary>
    public IEnumerable<(int ModelId, DateOnly FirstSeen)> TakeOlder()
    {
        foreach (var place in _older)
        {
            _models[place].Flags &= ~KnownFlags.Older;
            yield return (_models[place].Id, DateOnly.FromDayNumber(_models[place].FirstSeen));
        }

        _older.Clear();
    }

    private void Add(NpgsqlDataReader reader)
    {
        var (id, hubId, name) = (reader.GetInt32(0), Text(1), reader.GetString(2));
        if (IsById && hubId is null)
            return;
        var key = IsById ? Hash(hubId!) : NameKey(name);
        var isLeft = _renamed.Contains(id) || (!IsById && _formerNames.Contains(key));
        var place = _models.Add(new KnownModel
        {
            Key = key,
            Name = Hash(name),
            Parameters = reader.IsDBNull(5) ? -1 : reader.GetInt64(5),
            Id = id,
            FirstSeen = reader.GetFieldValue<DateOnly>(6).DayNumber,
            PipelineTag = Word(Text(3)),
            LibraryName = Word(Text(4)),
            Flags = (reader.GetBoolean(7) ? KnownFlags.HasCreation : KnownFlags.None) | (reader.GetBoolean(8) ? KnownFlags.HasBases : KnownFlags.None) | (isLeft ? KnownFlags.Left : KnownFlags.None),
        }, out var isAdded);
        // Two models of one name: which is meant, the database decides.
        if (!isAdded)
            Leave(place);

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private ushort Word(string? word)
    {
        if (word is null)
            return 0;
        if (_words.TryGetValue(word, out var number))
            return number;
        // The Hub has some hundreds. Words beyond the numbers share the last, which no row is found to have: such models are left to the database.
        if (_words.Count >= ushort.MaxValue - 1)
            return ushort.MaxValue;
        return _words[word] = (ushort)(_words.Count + 1);
    }

    private ulong Key(ArchiveRow row) => IsById ? Hash(row.HubId!) : NameKey(row.ModelName);

    /// <summary>Letters' case is no difference to the Hub, and its names are ASCII.</summary>
    private ulong NameKey(string name) => Hash(name.ToLowerInvariant());

    private ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), _seed);
}
