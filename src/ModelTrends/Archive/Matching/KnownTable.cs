namespace ModelTrends.Archive.Matching;

/// <summary>What decides whether a row only confirms a model: forty bytes, of which three million are held.</summary>
internal struct KnownModel
{
    /// <summary>Hash of what it is found by.</summary>
    public ulong Key;
    /// <summary>Hash of its name, letters' case kept.</summary>
    public ulong Name;
    /// <summary>-1: not known.</summary>
    public long Parameters;
    public int Id;
    /// <summary>A <see cref="DateOnly.DayNumber"/>.</summary>
    public int FirstSeen;
    /// <summary>Numbers of words; 0: none.</summary>
    public ushort PipelineTag, LibraryName;
    public KnownFlags Flags;
}

/// <summary>Left: the database has to say what its rows tell. Older: noted as such since that was last asked.</summary>
[Flags]
internal enum KnownFlags : byte { None = 0, Left = 1, HasCreation = 2, HasBases = 4, Older = 8 }

/// <summary>Models by key, in the order they came. A dictionary would take twice the memory.</summary>
internal sealed class KnownTable
{
    private readonly KnownModel[] _models;
    /// <summary>Open addressing: places from 1; a third stays empty.</summary>
    private readonly int[] _slots;
    private int _count;

    /// <param name="models">The most it will hold.</param>
    public KnownTable(long models)
    {
        _models = new KnownModel[models];
        _slots = new int[models + (models / 2) + 1];
    }

    public ref KnownModel this[int place] => ref _models[place];

    /// <returns>The model's place, or -1.</returns>
    public int Find(ulong key) => _slots[Slot(key)] - 1;

    /// <returns>Its place; where there is one of the same key already, that one's, and the model is not added.</returns>
    public int Add(KnownModel model, out bool isAdded)
    {
        ref var place = ref _slots[Slot(model.Key)];
        isAdded = place == 0;
        if (isAdded)
        {
            _models[_count] = model;
            place = ++_count;
        }

        return place - 1;
    }

    private int Slot(ulong key)
    {
        var slot = (int)(key % (ulong)_slots.Length);
        while (_slots[slot] != 0 && _models[_slots[slot] - 1].Key != key)
            slot = slot + 1 < _slots.Length ? slot + 1 : 0;
        return slot;
    }
}
