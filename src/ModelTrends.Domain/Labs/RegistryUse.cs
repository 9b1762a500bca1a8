namespace ModelTrends.Domain.Labs;

/// <summary>
/// Rows of a file that no stored model answers to. Not a broken rule: an archive knows a part of the Hub only. But where the whole Hub is
/// stored, it is a slip of the pen or a lab that has left.
/// </summary>
public static class RegistryUse
{
    /// <param name="file">A file that keeps every rule.</param>
    /// <param name="registry">All files together.</param>
    /// <param name="repositories">Names of stored repositories, without their owner, by namespace whatever its letter case.</param>
    public static IReadOnlyList<RegistryProblem> Unmatched(RegistryFile file, Registry registry, ILookup<string, string> repositories)
    {
        var reader = new RegistryReader(file, []);
        reader.Read();
        return
        [
            .. reader.Labs.SelectMany(row => row.Value.Namespaces.Where(ns => !repositories.Contains(ns.Name))
                .Select(ns => new RegistryProblem(file.Path, ns.Line, "matches-nothing", $"no stored model is of the namespace '{ns.Name}' of '{row.Value.Id}'."))),
            .. reader.Families.SelectMany(row => UnmatchedOf(row, registry, repositories)),
        ];
    }

    /// <summary>Namespaces whose repositories decide about the rows of the file.</summary>
    public static IReadOnlyList<string> NamespacesOf(RegistryFile file, Registry registry)
    {
        var reader = new RegistryReader(file, []);
        reader.Read();
        return [.. reader.Labs.Select(row => row.Value).Concat(reader.Families.Select(row => registry.FindLab(row.Value.LabId)!)).SelectMany(lab => lab.Namespaces).Select(ns => ns.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static IEnumerable<RegistryProblem> UnmatchedOf(Placed<Family> row, Registry registry, ILookup<string, string> repositories)
    {
        var family = row.Value;
        var earlier = registry.FamiliesOf(family.LabId).TakeWhile(other => other.Id != family.Id).ToArray();
        var members = registry.FindLab(family.LabId)!.Namespaces.SelectMany(ns => repositories[ns.Name])
            .Where(name => family.Pattern.Matches(name) && !earlier.Any(other => other.Pattern.Matches(name))).ToArray();
        if (members.Length == 0)
        {
            yield return new RegistryProblem(row.File, row.LineOf("pattern"), "matches-nothing", $"the pattern '{family.Pattern}' of '{family.Id}' matches no stored model of '{family.LabId}'.");
            yield break;
        }

        var met = members.Select(family.GenerationOf).ToHashSet();
        foreach (var generation in family.Generations.Where(generation => !met.Contains(generation)))
            yield return new RegistryProblem(row.File, generation.Line, "matches-nothing", $"the pattern '{generation.Pattern}' of '{generation.Name}' is the first to match for no stored model of '{family.Id}'.");
    }
}
