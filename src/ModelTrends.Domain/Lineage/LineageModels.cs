using System.Collections;
using System.Text;

namespace ModelTrends.Domain.Lineage;

/// <summary>
/// Many models in little memory: names as bytes one after the other, Hub ids as numbers, no object a model. The whole Hub's three million
/// take some 300 MB this way and several gigabytes as records. A model is put together when it is asked for.
/// </summary>
public sealed class LineageModels : IReadOnlyList<LineageModel>
{
    /// <summary>No day: nobody told it.</summary>
    private const int NoDay = int.MinValue;

    private readonly TextColumn _names = new();
    private readonly TextColumn _hubIds = new();
    private readonly TextColumn _bases = new();
    private readonly List<Row> _rows = [];

    /// <param name="FirstBase">Place in the column of bases, where names and Hub ids take turns.</param>
    private readonly record struct Row(int Id, int Created, int FirstSeen, bool Listed, int FirstBase, int Bases);

    public int Count => _rows.Count;

    public LineageModel this[int index]
    {
        get
        {
            var row = _rows[index];
            var names = new string[row.Bases];
            var ids = new string[row.Bases];
            for (var i = 0; i < row.Bases; i++)
                (names[i], ids[i]) = (_bases[row.FirstBase + (2 * i)], _bases[row.FirstBase + (2 * i) + 1]);
            return WithoutBases(index) with { BaseNames = names, BaseHubIds = ids };
        }
    }

    /// <summary>For who only wants to know whose the model is.</summary>
    public LineageModel WithoutBases(int index)
    {
        var row = _rows[index];
        return new LineageModel(row.Id, HubIdOf(index), NameOf(index), Day(row.Created), row.Listed, [], []) { FirstSeen = Day(row.FirstSeen) };
    }

    public static LineageModels Of(IEnumerable<LineageModel> models)
    {
        var packed = new LineageModels();
        foreach (var model in models) packed.Add(model);
        return packed;
    }

    public void Add(LineageModel model)
    {
        _rows.Add(new Row(model.Id, Number(model.Created), Number(model.FirstSeen), model.Listed, _bases.Count, model.BaseNames.Count));
        _names.Add(model.Name);
        _hubIds.Add(model.HubId ?? "");
        for (var i = 0; i < model.BaseNames.Count; i++)
        {
            _bases.Add(model.BaseNames[i]);
            _bases.Add(i < model.BaseHubIds.Count ? model.BaseHubIds[i] : "");
        }
    }

    internal int IdOf(int index) => _rows[index].Id;

    internal bool IsListed(int index) => _rows[index].Listed;

    internal string NameOf(int index) => _names[index];

    internal string? HubIdOf(int index) => _hubIds[index] is { Length: > 0 } id ? id : null;

    internal int BaseCountOf(int index) => _rows[index].Bases;

    internal (string Name, string HubId) BaseOf(int index, int place) => (_bases[_rows[index].FirstBase + (2 * place)], _bases[_rows[index].FirstBase + (2 * place) + 1]);

    public IEnumerator<LineageModel> GetEnumerator()
    {
        for (var index = 0; index < Count; index++) yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Number(DateOnly? day) => day?.DayNumber ?? NoDay;

    private static DateOnly? Day(int number) => number == NoDay ? null : DateOnly.FromDayNumber(number);
}
