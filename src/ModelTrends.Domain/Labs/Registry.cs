using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace ModelTrends.Domain.Labs;

/// <summary>Who owns a name, which family it belongs to, and the rule and evidence that say so.</summary>
public sealed record NameAttribution(Lab Lab, Family? Family, Generation? Generation, string Rule, string? Evidence);

/// <summary>
/// The reviewed files below <c>Registry/</c>: labs with their namespaces, and families with their generations. Immutable.
/// <see cref="Version"/> changes with any byte of the files and with any override.
/// </summary>
public sealed class Registry
{
    private static readonly Lazy<Registry> Bundled = new(() => Parse(RegistryFile.Bundled()));

    private readonly FrozenDictionary<string, Lab> _labs;
    private readonly FrozenDictionary<string, Family> _families;
    private readonly FrozenDictionary<string, (Lab Lab, LabNamespace Namespace)[]> _namespaces;
    private readonly FrozenDictionary<string, Lab> _unowned;
    private readonly FrozenDictionary<string, Family[]> _familiesOfLab;

    internal Registry(IReadOnlyList<Lab> labs, IReadOnlyList<Family> families, string version)
    {
        _familiesOfLab = families.GroupBy(f => f.LabId, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        Labs = [.. labs.Select(lab => lab with { Families = [.. FamiliesOf(lab.Id).Select(f => f.Id)] })];
        Families = families;
        Version = version;
        _labs = Labs.Append(Lab.Unknown).ToFrozenDictionary(lab => lab.Id, StringComparer.Ordinal);
        _families = families.ToFrozenDictionary(family => family.Id, StringComparer.Ordinal);
        _unowned = Labs.SelectMany(lab => lab.Unowned.Select(name => (name, lab))).ToFrozenDictionary(x => x.name, x => x.lab, StringComparer.OrdinalIgnoreCase);
        _namespaces = Labs.SelectMany(lab => lab.Namespaces.Select(ns => (Lab: lab, Namespace: ns)))
            .GroupBy(x => x.Namespace.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(x => x.Namespace.From ?? DateOnly.MinValue).ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Lab> Labs { get; }

    public IReadOnlyList<Family> Families { get; }

    /// <summary>The first 12 hex digits of a SHA-256 over the files (and the overrides, if there are any).</summary>
    public string Version { get; }

    /// <summary>Versions the ledger went by, the oldest first.</summary>
    public IReadOnlyList<KnownVersion> History { get; private init; } = [];

    /// <summary>What is known before there is a registry.</summary>
    public static Registry Empty { get; } = new([], [], "");

    public int NamespaceCount => _namespaces.Count;

    /// <summary>The files that ship with the program. Parsed once.</summary>
    public static Registry Load() => Bundled.Value;

    /// <summary>All files together; throws <see cref="RegistryException"/> with every problem found.</summary>
    public static Registry Parse(IReadOnlyList<RegistryFile> files)
    {
        var (registry, problems) = RegistryCheck.Run(files);
        return registry ?? throw new RegistryException(problems);
    }

    public Lab? FindLab(string id) => _labs.GetValueOrDefault(id);

    public Family? FindFamily(string id) => _families.GetValueOrDefault(id);

    public IReadOnlyList<Family> FamiliesOf(string labId) => _familiesOfLab.GetValueOrDefault(labId) ?? [];

    /// <summary>
    /// Who owned the namespace on <paramref name="day"/>, whatever the case of its letters. Without a day, or before the first known
    /// period, the nearest one answers: a namespace does not become unknown because a creation date is missing.
    /// </summary>
    public (Lab Lab, LabNamespace Namespace)? FindNamespace(string name, DateOnly? day = null)
    {
        if (!_namespaces.TryGetValue(name, out var periods)) return null;
        if (day is not { } on) return periods[^1];
        foreach (var period in periods)
            if (period.Namespace.Covers(on)) return period;
        return on < periods[0].Namespace.From ? periods[0] : null;
    }

    /// <summary>
    /// The lab behind a name of the form owner/name. <paramref name="created"/> decides when a namespace changed hands. Where nobody told
    /// it, the day it was first <paramref name="seen"/> is the latest it can have been made: an old name in a late archive is still the
    /// lab's that gave the name up.
    /// </summary>
    public NameAttribution Attribute(string modelId, DateOnly? created = null, DateOnly? seen = null)
    {
        var owner = ModelId.Owner(modelId);
        return Attribute(modelId, owner.Length == 0 ? null : created is { } day ? FindNamespace(owner, day) : FindNamespace(owner, seen) ?? FindNamespace(owner));
    }

    /// <summary>
    /// Who owned the name from a day on, in the order of days: a namespace that is handed over moves everything under it that day. The first
    /// owner is that of <see cref="Attribute(string, DateOnly?, DateOnly?)"/>. Where an owner gave it up and nobody is known to have taken it,
    /// what was published stays that owner's: an old name in a late archive does.
    /// </summary>
    /// <param name="modelId">owner/name.</param>
    /// <param name="created">The day the model was made; null where nobody told.</param>
    /// <param name="seen">The first day it was seen; without either day, the owners of all days.</param>
    public IReadOnlyList<(DateOnly From, NameAttribution Owner)> OwnersOf(string modelId, DateOnly? created, DateOnly? seen)
    {
        var start = created ?? seen ?? DateOnly.MinValue;
        var owners = new List<(DateOnly From, NameAttribution Owner)> { (start, Attribute(modelId, created, seen)) };
        if (!_namespaces.TryGetValue(ModelId.Owner(modelId), out var periods)) return owners;
        foreach (var period in periods.Skip(1).Where(period => period.Namespace.From > start))
        {
            var owner = Attribute(modelId, period);
            if (owner.Lab.Id != owners[^1].Owner.Lab.Id) owners.Add((period.Namespace.From!.Value, owner));
        }

        return owners;
    }

    private NameAttribution Attribute(string modelId, (Lab Lab, LabNamespace Namespace)? found)
    {
        var lab = found?.Lab ?? (ModelId.Owner(modelId).Length == 0 ? _unowned.GetValueOrDefault(modelId) : null);
        if (lab is null) return new NameAttribution(Lab.Unknown, null, null, Rules.None, null);
        var repository = ModelId.Repository(modelId);
        var family = FamiliesOf(lab.Id).FirstOrDefault(f => f.Pattern.Matches(repository));
        return new NameAttribution(lab, family, family?.GenerationOf(repository),
            found?.Namespace.Author is null ? Rules.Namespace : Rules.Override,
            found?.Namespace.EvidenceUrl ?? HubPage(found?.Namespace.Name ?? modelId));
    }

    /// <summary>The same registry with namespaces an administrator tagged; they win over the files from their day on.</summary>
    public Registry With(IReadOnlyList<NamespaceOverride> overrides) => overrides.Count == 0 ? this : RegistryOverrides.Apply(this, overrides);

    /// <summary>The same registry with the versions before it.</summary>
    public Registry With(IReadOnlyList<KnownVersion> history) => new(Labs, Families, Version) { History = history };

    /// <summary>The same content under the version it was recorded as.</summary>
    public Registry As(string version) => new(Labs, Families, version) { History = History };

    /// <summary>The version the ledger went by at a moment; null: there was none yet.</summary>
    public KnownVersion? VersionAt(DateTimeOffset moment) => History.LastOrDefault(version => version.RecordedAt <= moment);

    public static string HubPage(string path) => $"https://huggingface.co/{path}";

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
