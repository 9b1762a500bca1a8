namespace ModelTrends.Domain.Lineage;

/// <summary>Finds the model a declared base means. Letter case of names does not matter, as on the Hub.</summary>
internal sealed class BaseResolver
{
    private readonly LineageModels _models;
    private readonly TextIndex _byHubId;
    private readonly TextIndex _byName;
    private readonly Dictionary<string, int> _byFormerName = new(StringComparer.OrdinalIgnoreCase);

    public BaseResolver(LineageModels models, IEnumerable<FormerName> history)
    {
        _models = models;
        _byHubId = new(models.Count, StringComparer.Ordinal, place => models.HubIdOf(place)!);
        _byName = new(models.Count, StringComparer.OrdinalIgnoreCase, models.NameOf);
        for (var index = 0; index < models.Count; index++)
        {
            if (models.HubIdOf(index) is { } hubId) _byHubId.Set(hubId, index);
            var name = models.NameOf(index);
            if (_byName.Find(name) is var other && (other < 0 || IsNewer(index, other))) _byName.Set(name, index);
        }

        AddHistory([.. history]);
    }

    private void AddHistory(IReadOnlyCollection<FormerName> history)
    {
        // Few models were ever renamed: only their places are looked up.
        var renamed = history.Select(former => former.ModelId).ToHashSet();
        var byId = new Dictionary<int, int>(renamed.Count);
        for (var index = 0; index < _models.Count && renamed.Count > 0; index++)
            if (renamed.Contains(_models.IdOf(index))) byId[_models.IdOf(index)] = index;
        foreach (var (name, modelId) in history)
        {
            if (!byId.TryGetValue(modelId, out var index)) continue;
            if (!_byFormerName.TryGetValue(name, out var other) || IsNewer(index, other)) _byFormerName[name] = index;
        }
    }

    /// <returns>The model's index, or -1.</returns>
    public int Find(string? hubId, string name) =>
        !string.IsNullOrEmpty(hubId) && _byHubId.Find(hubId) is var byHub and >= 0 ? byHub
        : _byName.Find(name) is var byName and >= 0 ? byName
        : _byFormerName.GetValueOrDefault(name, -1);

    /// <summary>Of two models with one name the listed one is meant, then the one the Hub made later.</summary>
    private bool IsNewer(int model, int other) =>
        _models.IsListed(model) != _models.IsListed(other) ? _models.IsListed(model)
        : string.CompareOrdinal(_models.HubIdOf(model) ?? "", _models.HubIdOf(other) ?? "") is var byHub and not 0 ? byHub > 0
        : _models.IdOf(model) > _models.IdOf(other);
}
