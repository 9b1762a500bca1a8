using System.Globalization;

namespace ModelTrends.Domain.Labs;

/// <summary>A namespace an administrator gave to a lab, with what was shown for it.</summary>
public sealed record NamespaceOverride(
    string Namespace, string LabId, string LabName, LabKind Kind, string Country, string EvidenceUrl, string EvidenceNote, string Author, DateOnly TaggedOn)
{
    /// <summary>
    /// The registry's version is made of this text: it is the same in every language. A record's own text writes the first days of a month in another
    /// way for each.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"NamespaceOverride {{ Namespace = {Namespace}, LabId = {LabId}, LabName = {LabName}, Kind = {Kind}, Country = {Country}, EvidenceUrl = {EvidenceUrl}, EvidenceNote = {EvidenceNote}, Author = {Author}, TaggedOn = {TaggedOn} }}");
}

/// <summary>Lays overrides over the files: a namespace belongs to one lab, and the last word is the administrator's.</summary>
internal static class RegistryOverrides
{
    public static Registry Apply(Registry files, IReadOnlyList<NamespaceOverride> overrides)
    {
        var taken = overrides.Select(o => o.Namespace).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var labs = files.Labs.ToDictionary(
            lab => lab.Id,
            lab => lab with { Namespaces = [.. lab.Namespaces.Where(ns => !taken.Contains(ns.Name))] },
            StringComparer.Ordinal);
        foreach (var o in overrides)
        {
            var lab = labs.GetValueOrDefault(o.LabId) ?? new Lab(o.LabId, o.LabName, o.Kind, o.Country, null, [], [], [], null);
            labs[o.LabId] = lab with
            {
                Namespaces = [.. lab.Namespaces, new LabNamespace(o.Namespace, null, null) { Author = o.Author, EvidenceUrl = o.EvidenceUrl }],
                Evidence = [.. lab.Evidence, new Evidence(o.EvidenceUrl, o.EvidenceNote, o.TaggedOn)],
            };
        }

        var text = string.Join('\n', overrides.OrderBy(o => o.Namespace, StringComparer.OrdinalIgnoreCase));
        return new Registry([.. labs.Values], files.Families, Registry.Hash(files.Version + '\n' + text));
    }
}
