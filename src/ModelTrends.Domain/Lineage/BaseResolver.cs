namespace ModelTrends.Domain.Lineage;

/// <summary>Finds the model a declared base means. Letter case of names does not matter, as on the Hub.</summary>
internal sealed class BaseResolver
{
    private readonly Dictionary<string, int> _byHubId;
    private readonly Dictionary<string, int> _byName;
    private readonly Dictionary<string, int> _byFormerName = new(StringComparer.OrdinalIgnoreCase);

    public BaseResolver(IReadOnlyList<LineageModel> models, IEnumerable<FormerName> history)
    {
        _byHubId = new(models.Count, StringComparer.Ordinal);
        _byName = new(models.Count, StringComparer.OrdinalIgnoreCase);
        var byId = new Dictionary<int, int>(models.Count);
        for (var index = 0; index < models.Count; index++)
        {
            var model = models[index];
            byId[model.Id] = index;
            if (model.HubId is { } hubId) _byHubId[hubId] = index;
            if (!_byName.TryGetValue(model.Name, out var other) || IsNewer(model, models[other])) _byName[model.Name] = index;
        }

        foreach (var (name, modelId) in history)
        {
            if (!byId.TryGetValue(modelId, out var index)) continue;
            if (!_byFormerName.TryGetValue(name, out var other) || IsNewer(models[index], models[other])) _byFormerName[name] = index;
        }
    }

    /// <returns>The model's index, or -1.</returns>
    public int Find(string? hubId, string name) =>
        !string.IsNullOrEmpty(hubId) && _byHubId.TryGetValue(hubId, out var index) ? index
        : _byName.TryGetValue(name, out index) ? index
        : _byFormerName.GetValueOrDefault(name, -1);

    /// <summary>Of two models with one name the listed one is meant, then the one the Hub made later.</summary>
    private static bool IsNewer(LineageModel model, LineageModel other) =>
        model.Listed != other.Listed ? model.Listed
        : string.CompareOrdinal(model.HubId ?? "", other.HubId ?? "") is var byHub and not 0 ? byHub > 0
        : model.Id > other.Id;
}
