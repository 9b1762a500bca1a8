using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ModelTrends.HubSimulator;

/// <summary>The Hub's state: its models, what day it is, and what is true on a day.</summary>
public sealed class SimulatedHub
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, string> _movedNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<SimulatedModel, DateOnly, Counters> _counters;
    private readonly Func<SimulatedModel, DateOnly, bool>? _isSeen;
    private readonly ContentFaults _contents;
    private Dictionary<string, string> _movedByFault = new(StringComparer.OrdinalIgnoreCase);
    private Shelf _shelf;
    private DateOnly _day;
    private int _version;

    /// <param name="firstDay">What happens to names and visibility happens after it.</param>
    /// <param name="isSeen">Whether a recorded day holds the model; null: from its creation on.</param>
    public SimulatedHub(
        IEnumerable<SimulatedModel> models, SimulatorOptions options, DateOnly firstDay, Func<SimulatedModel, DateOnly, Counters> counters, Func<SimulatedModel, DateOnly, bool>? isSeen = null)
    {
        (Options, _counters, _isSeen) = (options, counters, isSeen);
        (IgnoreDirection, DroppedField) = (options.IgnoreDirection, options.DroppedField);
        _contents = new ContentFaults(options.Faults, firstDay);
        _shelf = new Shelf(models);
        Day = options.Day ?? firstDay;
    }

    public SimulatorOptions Options { get; }

    /// <summary>Changes with everything that can change an answer.</summary>
    public int Version => _version;

    public DateOnly Day
    {
        get => _day;
        set
        {
            lock (_lock)
            {
                _day = value;
                if (_contents.Any)
                    Rename(value);
                _version++;
            }
        }
    }

    public bool IgnoreDirection { get; set; }

    public string? DroppedField { get; set; }

    /// <summary>By id, ascending.</summary>
    public SimulatedModel[] ById => _shelf.ById;

    public IReadOnlyList<SimulatedModel> OfOwner(string owner) => _shelf.ByOwner.GetValueOrDefault(owner) ?? [];

    public Counters CountersOf(SimulatedModel model) => _counters(model, _day);

    public bool IsListed(SimulatedModel model) => IsListed(model, _day);

    public SimulatedModel? Find(string name) => _shelf.ByName.GetValueOrDefault(name);

    /// <summary>Where a name leads that is no model's exact name: another case of letters, or an old name.</summary>
    public string? Redirect(string name) =>
        _shelf.ByName.TryGetValue(name, out var model) && model.Name != name ? model.Name : _movedNames.GetValueOrDefault(name) ?? _movedByFault.GetValueOrDefault(name);

    public void Rename(string name, string newName) => Change(() =>
    {
        var model = Require(name);
        (model.Name, model.GivenName) = (newName, newName);
        _movedNames[name] = newName;
        _movedNames.TryRemove(newName, out _);
    });

    /// <summary>The name leads elsewhere from now on, to whatever bears that name: possibly another repository.</summary>
    public void RedirectName(string name, string target) => Change(() => _movedNames[name] = target);

    public void SetPrivate(string name, bool isPrivate) => Change(() => Require(name).Private = isPrivate);

    public void Delete(string name) => Change(() => _shelf = new Shelf(_shelf.ById.Where(model => model != Require(name)).ToArray()));

    /// <summary>A repository appears; with an old date of creation it stands in the middle of the order.</summary>
    public void Publish(SimulatedModel model) => Change(() => _shelf = new Shelf(_shelf.ById.Append(model)));

    /// <summary>The same for a repository that is told by its name and date alone.</summary>
    public void PublishOld(string name, DateTimeOffset created) => Publish(new SimulatedModel
    {
        Id = $"{created.ToUnixTimeSeconds():x8}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}",
        Name = name,
        CreatedAt = created,
        Pipeline = "text-generation",
        Pace = 100,
        Luck = 0.5,
    });

    /// <summary>Closed by the Hub: listed still, without downloads of late, with the all-time counter it had.</summary>
    public void Disable(string name) => Change(() => Require(name).Disabled = true);

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
        var now = _counters(model, on);
        return new TruthRow(model.Id, _contents.NameOn(model, on), now.Downloads, now.DownloadsAllTime, now.Likes, now.TrendingScore);
    });

    private bool IsListed(SimulatedModel model, DateOnly on) => !model.Private && _contents.IsListed(model, on)
        && (_isSeen is null ? DateOnly.FromDateTime(model.CreatedAt.UtcDateTime) <= on : _isSeen(model, on));

    /// <summary>The names of the day, and where the others lead.</summary>
    private void Rename(DateOnly on)
    {
        foreach (var model in _shelf.ById)
            model.Name = _contents.NameOn(model, on);
        _shelf = new Shelf(_shelf.ById);
        var moved = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _shelf.ById.Length; i++)
        {
            var model = _shelf.ById[i];
            if (model.Name != model.GivenName)
                moved[model.GivenName!] = model.Name;
            else if (_contents.IsRedirected(model, on) && _shelf.ById.Skip(i + 1).FirstOrDefault(next => IsListed(next, on)) is { } other)
                moved[model.Name] = other.Name;
        }

        _movedByFault = moved;
    }

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
