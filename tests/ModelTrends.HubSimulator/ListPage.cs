using System.Collections.Concurrent;

namespace ModelTrends.HubSimulator;

/// <summary>Rows of a page and where the next begins, always out of the Hub as it is now: rows that move across a cursor are missed or doubled, as on the Hub.</summary>
internal sealed class ListPage(SimulatedHub hub)
{
    /// <summary>Sorted lists of this version of the Hub; old versions are let go.</summary>
    private readonly ConcurrentDictionary<string, SimulatedModel[]> _sorted = new(StringComparer.Ordinal);
    private int _sortedVersion;

    public (List<SimulatedModel> Rows, Position? Next) Take(ListQuery query)
    {
        var rows = new List<SimulatedModel>(query.Limit);
        foreach (var model in query.IsById ? InIdOrder(query) : InValueOrder(query))
        {
            if (rows.Count == query.Limit)
                return (rows, After(query, rows[^1]));
            rows.Add(model);
        }

        return (rows, null);
    }

    public Position After(ListQuery query, SimulatedModel last) =>
        query.IsById ? new Position(null, null, last.Id, query.Ascending) : new Position(query.Sort, Value(query.Sort, last), last.Id, true);

    private IEnumerable<SimulatedModel> InIdOrder(ListQuery query)
    {
        var models = query.Author is null ? hub.ById : hub.OfOwner(query.Author) as SimulatedModel[] ?? [];
        var cursor = query.Cursor;
        var ascending = cursor?.Ascending ?? query.Ascending;
        var at = cursor is null ? (query.Ascending ? 0 : models.Length - 1) : Find(models, cursor.Id, cursor.Ascending);
        // A cursor against the direction asked for filters one way and sorts the other.
        if (cursor is not null && cursor.Ascending != query.Ascending)
            return models.Where(model => ascending == string.CompareOrdinal(model.Id, cursor.Id) > 0 && Fits(model, query)).OrderBy(model => model.Id, query.Ascending ? StringComparer.Ordinal : Descending);
        return Run(models, at, query);
    }

    private static readonly Comparer<string> Descending = Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a));

    private IEnumerable<SimulatedModel> Run(SimulatedModel[] models, int at, ListQuery query)
    {
        for (var step = query.Ascending ? 1 : -1; at >= 0 && at < models.Length; at += step)
        {
            if (Fits(models[at], query))
                yield return models[at];
        }
    }

    private static int Find(SimulatedModel[] models, string id, bool above)
    {
        var (low, high) = (0, models.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(models[middle].Id, id) < (above ? 1 : 0)) low = middle + 1;
            else high = middle;
        }

        return above ? low : low - 1;
    }

    private IEnumerable<SimulatedModel> InValueOrder(ListQuery query)
    {
        var version = hub.Version;
        if (_sortedVersion != version)
        {
            _sorted.Clear();
            _sortedVersion = version;
        }

        var key = string.Join('\n', [query.Sort, query.Author, query.Pipeline, query.Gated, .. query.Search, "|", .. query.Filters]);
        var sorted = _sorted.GetOrAdd(key, _ => [.. hub.ById
            .Where(model => (query.Author is null || model.Owner.Equals(query.Author, StringComparison.OrdinalIgnoreCase)) && Fits(model, query))
            .Select(model => (model, value: Value(query.Sort, model)))
            .OrderByDescending(pair => pair.value ?? double.NegativeInfinity).ThenBy(pair => pair.model.Id, StringComparer.Ordinal)
            .Select(pair => pair.model)]);
        return query.Cursor is { } cursor ? sorted.Where(model => IsAfter(Value(query.Sort, model), model.Id, cursor)) : sorted;
    }

    private static bool IsAfter(double? value, string id, Position cursor) =>
        value == cursor.Value ? string.CompareOrdinal(id, cursor.Id) > 0 : value is null || value < cursor.Value;

    private double? Value(string sort, SimulatedModel model) => sort switch
    {
        "downloads" => hub.CountersOf(model).Downloads,
        "likes" or "likes30d" => hub.CountersOf(model).Likes,
        "trendingScore" => hub.CountersOf(model).TrendingScore,
        "num_parameters" or "mainSize" => model.Safetensors ?? model.Gguf,
        _ => model.CreatedAt.ToUnixTimeSeconds(),
    };

    private bool Fits(SimulatedModel model, ListQuery query) => hub.IsListed(model)
        && (query.Pipeline is null || model.Pipeline == query.Pipeline)
        && (query.Gated is null || (model.Gate is not null) == (query.Gated == "true"))
        && query.Search.All(text => model.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
        && query.Filters.All(tag => ModelJson.Tags(model).Contains(tag, StringComparer.Ordinal));
}
