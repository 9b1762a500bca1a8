using System.Numerics;

namespace ModelTrends.Domain.Lineage;

/// <summary>
/// Finds the place of a text among many that are stored elsewhere: a table of hashes and places, without a copy of any text. Eight
/// bytes a slot and at most two thirds of them taken, where a dictionary of strings takes a hundred bytes a text.
/// </summary>
internal sealed class TextIndex
{
    private const int Free = -1;

    private readonly (int Hash, int Place)[] _slots;
    private readonly StringComparer _comparer;
    private readonly Func<int, string> _textAt;

    /// <param name="most">Texts that will be added at most.</param>
    /// <param name="textAt">The text at a place.</param>
    public TextIndex(int most, StringComparer comparer, Func<int, string> textAt)
    {
        _slots = new (int, int)[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, most * 3L / 2))];
        Array.Fill(_slots, (0, Free));
        (_comparer, _textAt) = (comparer, textAt);
    }

    /// <returns>The place, or -1.</returns>
    public int Find(string text) => _slots[SlotOf(text, _comparer.GetHashCode(text))].Place;

    /// <summary>Puts the text in, or another place behind a text that is in already.</summary>
    public void Set(string text, int place)
    {
        var hash = _comparer.GetHashCode(text);
        _slots[SlotOf(text, hash)] = (hash, place);
    }

    /// <summary>Where the text stands, or the free slot in which it would.</summary>
    private int SlotOf(string text, int hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            var (known, place) = _slots[slot];
            if (place == Free || (known == hash && _comparer.Equals(_textAt(place), text))) return slot;
        }
    }
}
