using System.Collections.Concurrent;

namespace ModelTrends.HubSimulator;

/// <summary>The Hub's state: its models, what day it is, and what is true on a day.</summary>
public sealed class SimulatedHub(
    IEnumerable<SimulatedModel> models, SimulatorOptions options, DateOnly day, Func<SimulatedModel, DateOnly, Counters> counters, Func<SimulatedModel, DateOnly, bool>? isSeen = null)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, string> _movedNames = new(StringComparer.OrdinalIgnoreCase);
    private Shelf _shelf = new(models);
    private DateOnly _day = day;
    private int _version;

    public SimulatorOptions Options => options;

    /// <summary>Changes with everything that can change an answer.</summary>
    public int Version => _version;

    public DateOnly Day
    {
        get => _day;
        set { lock (_lock) { _day = value; _version++; } }
    }

    public bool IgnoreDirection { get; set; } = options.IgnoreDirection;

    public string? DroppedField { get; set; } = options.DroppedField;

    /// <summary>By id, ascending.</summary>
    public SimulatedModel[] ById => _shelf.ById;

    public IReadOnlyList<SimulatedModel> OfOwner(string owner) => _shelf.ByOwner.GetValueOrDefault(owner) ?? [];

    public Counters CountersOf(SimulatedModel model) => counters(model, _day);

    public bool IsListed(SimulatedModel model) => IsListed(model, _day);

    public SimulatedModel? Find(string name) => _shelf.ByName.GetValueOrDefault(name);

    /// <summary>Where a name leads that is no model's exact name: another case of letters, or an old name.</summary>
    public string? Redirect(string name) =>
        _shelf.ByName.TryGetValue(name, out var model) && model.Name != name ? model.Name : _movedNames.GetValueOrDefault(name);

    public void Rename(string name, string newName) => Change(() =>
    {
        Require(name).Name = newName;
        _movedNames[name] = newName;
        _movedNames.TryRemove(newName, out _);
    });

    /// <summary>The name leads elsewhere from now on, to whatever bears that name: possibly another repository.</summary>
    public void RedirectName(string name, string target) => Change(() => _movedNames[name] = target);

    public void SetPrivate(string name, bool isPrivate) => Change(() => Require(name).Private = isPrivate);

    public void Delete(string name) => Change(() => _shelf = new Shelf(_shelf.ById.Where(model => model != Require(name)).ToArray()));

    /// <summary>A repository appears; with an old date of creation it stands in the middle of the order.</summary>
    public void Publish(SimulatedModel model) => Change(() => _shelf = new Shelf(_shelf.ById.Append(model)));

    public Truth TruthOf(DateOnly on)
    {
        var truth = new Truth { Day = on };
        foreach (var row in RowsOf(on))
        {
            truth.Models++;
            truth.Downloads += row.Downloads;
            truth.DownloadsAllTime += row.DownloadsAllTime ?? 0;
            truth.Likes += row.Likes;
        }

        return truth;
    }

    public IEnumerable<TruthRow> RowsOf(DateOnly on) => _shelf.ById.Where(model => IsListed(model, on)).Select(model =>
    {
        var now = counters(model, on);
        return new TruthRow(model.Id, model.Name, now.Downloads, now.DownloadsAllTime, now.Likes, now.TrendingScore);
    });

    private bool IsListed(SimulatedModel model, DateOnly on) => !model.Private
        && (isSeen is null ? DateOnly.FromDateTime(model.CreatedAt.UtcDateTime) <= on : isSeen(model, on));

    private SimulatedModel Require(string name) => Find(name) ?? throw new ArgumentException($"There is no model {name}.", nameof(name));

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _shelf = new Shelf(_shelf.ById);
            _version++;
        }
    }

    /// <summary>The models in the orders they are looked up by; replaced whole when one comes, goes or moves.</summary>
    private sealed class Shelf(IEnumerable<SimulatedModel> models)
    {
        public SimulatedModel[] ById { get; } = [.. models.OrderBy(model => model.Id, StringComparer.Ordinal)];

        public Dictionary<string, SimulatedModel[]> ByOwner => field ??= ById.GroupBy(model => model.Owner, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.OrdinalIgnoreCase);

        public Dictionary<string, SimulatedModel> ByName => field ??= ById.GroupBy(model => model.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Last(), StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>What a perfect observer would add up to on a day.</summary>
public sealed record Truth
{
    public DateOnly Day { get; init; }
    public int Models { get; set; }
    public long Downloads { get; set; }
    public long DownloadsAllTime { get; set; }
    public long Likes { get; set; }
}

public sealed record TruthRow(string HubId, string Name, long Downloads, long? DownloadsAllTime, int Likes, double? TrendingScore);
