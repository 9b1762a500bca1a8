namespace ModelTrends.Domain.Labs;

/// <summary>Every rule a registry must keep; all problems are found in one pass, and a registry with any is none at all.</summary>
public static class RegistryCheck
{
    public static (Registry? Registry, IReadOnlyList<RegistryProblem> Problems) Run(IReadOnlyList<RegistryFile> files)
    {
        var problems = new List<RegistryProblem>();
        var labs = new List<Placed<Lab>>();
        var families = new List<Placed<Family>>();
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var reader = new RegistryReader(file, problems);
            reader.Read();
            labs.AddRange(reader.Labs);
            families.AddRange(reader.Families);
        }

        CheckIds(labs, lab => lab.Id, "lab", problems);
        CheckIds(families, family => family.Id, "family", problems);
        foreach (var lab in labs) CheckLab(lab, problems);
        CheckPeriods(labs, problems);
        CheckUnowned(labs, problems);
        var known = labs.Select(lab => lab.Value.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var group in families.GroupBy(family => family.Value.LabId, StringComparer.Ordinal))
        {
            var before = new List<Family>();
            foreach (var family in group)
            {
                CheckFamily(family, known, before, problems);
                before.Add(family.Value);
            }
        }

        if (problems.Count > 0)
            return (null, [.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)]);

        var version = Registry.Hash(string.Join('\0', files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => f.Path + '\n' + f.Text)));
        return (new Registry([.. labs.Select(lab => lab.Value)], [.. families.Select(family => family.Value)], version), []);
    }

    /// <summary>Null, or why the text cannot be evidence: an absolute http(s) address of a host with a dot, without a user name in it.</summary>
    public static string? AddressFault(string url)
    {
        if (url.Length > 500) return "The address has more than 500 characters.";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return $"'{url}' is not an address that begins with https:// or http://.";
        if (address.UserInfo.Length > 0 || address.HostNameType != UriHostNameType.Dns || !address.Host.Contains('.', StringComparison.Ordinal))
            return $"'{url}' does not name a public host.";
        return null;
    }

    private static void CheckIds<T>(List<Placed<T>> rows, Func<T, string> id, string what, List<RegistryProblem> problems)
    {
        foreach (var row in rows.Where(row => !IsSlug(id(row.Value))))
            problems.Add(new RegistryProblem(row.File, row.LineOf("id"), "id", $"'{id(row.Value)}' is not an id: lower-case letters, digits, dots and hyphens, and not '{Lab.UnknownId}'."));
        foreach (var group in rows.GroupBy(row => id(row.Value), StringComparer.Ordinal))
            foreach (var row in group.Skip(1))
                problems.Add(new RegistryProblem(row.File, row.LineOf("id"), "duplicate", $"The {what} '{group.Key}' already stands at {group.First().File}:{group.First().Line}."));
    }

    private static void CheckLab(Placed<Lab> row, List<RegistryProblem> problems)
    {
        var lab = row.Value;
        void Problem(string rule, string message, long line) => problems.Add(new RegistryProblem(row.File, line, rule, $"lab '{lab.Id}': {message}"));

        if (!Countries.IsKnown(lab.Country)) Problem("country", $"'{lab.Country}' is neither an ISO 3166-1 alpha-2 code nor international, individual or unknown.", row.LineOf("country"));
        if (lab.Kind == LabKind.Individual != (lab.Country is Countries.Individual))
            Problem("country", "A lab of kind individual has the country individual, and no other lab has.", row.LineOf("country"));
        if (lab.Evidence.Count == 0) Problem("evidence", "there is no evidence.", row.LineOf("evidence"));
        if (lab.Home is { } home && AddressFault(home) is { } fault) Problem("evidence", $"home: {fault}", row.LineOf("home"));
        foreach (var evidence in lab.Evidence)
            if (AddressFault(evidence.Url) is { } wrong) Problem("evidence", wrong, evidence.Line);
        if (lab.Namespaces.Count == 0) Problem("namespaces", "there is no namespace.", row.LineOf("namespaces"));
        foreach (var ns in lab.Namespaces)
        {
            if (!ModelId.IsNamespace(ns.Name)) Problem("namespaces", $"'{ns.Name}' cannot be a namespace of the Hub.", ns.Line);
            if (ns.From > ns.To) Problem("period", $"'{ns.Name}' ends ({ns.To:yyyy-MM-dd}) before it begins ({ns.From:yyyy-MM-dd}).", ns.Line);
        }
    }

    private static void CheckPeriods(List<Placed<Lab>> labs, List<RegistryProblem> problems)
    {
        var all = labs.SelectMany(row => row.Value.Namespaces.Select(ns => (Row: row, Namespace: ns)));
        foreach (var group in all.GroupBy(x => x.Namespace.Name, StringComparer.OrdinalIgnoreCase))
        {
            var periods = group.ToArray();
            for (var later = 1; later < periods.Length; later++)
            {
                for (var earlier = 0; earlier < later; earlier++)
                {
                    var (a, b) = (periods[earlier], periods[later]);
                    if ((a.Namespace.To ?? DateOnly.MaxValue) < (b.Namespace.From ?? DateOnly.MinValue)) continue;
                    if ((b.Namespace.To ?? DateOnly.MaxValue) < (a.Namespace.From ?? DateOnly.MinValue)) continue;
                    var same = ReferenceEquals(a.Row, b.Row) || (a.Namespace.From == b.Namespace.From && a.Namespace.To == b.Namespace.To);
                    problems.Add(new RegistryProblem(b.Row.File, b.Namespace.Line, same ? "duplicate" : "period",
                        $"namespace '{b.Namespace.Name}' of '{b.Row.Value.Id}' also belongs to '{a.Row.Value.Id}' ({a.Row.File}:{a.Namespace.Line}) at the same time."));
                }
            }
        }
    }

    private static void CheckUnowned(List<Placed<Lab>> labs, List<RegistryProblem> problems)
    {
        foreach (var group in labs.SelectMany(row => row.Value.Unowned.Select(name => (row, name))).GroupBy(x => x.name, StringComparer.OrdinalIgnoreCase))
            foreach (var (row, name) in group.Skip(1))
                problems.Add(new RegistryProblem(row.File, row.LineOf("unowned"), "duplicate", $"the repository '{name}' also stands at {group.First().row.File}:{group.First().row.LineOf("unowned")}."));
    }

    private static void CheckFamily(Placed<Family> row, HashSet<string> labs, IReadOnlyList<Family> before, List<RegistryProblem> problems)
    {
        var family = row.Value;
        void Problem(string rule, string message, long line) => problems.Add(new RegistryProblem(row.File, line, rule, $"family '{family.Id}': {message}"));
        void Example(string example, long line)
        {
            if (before.FirstOrDefault(other => other.Pattern.Matches(example)) is { } taker)
                Problem("matches-nothing", $"'{example}' is taken by the family '{taker.Id}' of the same lab, which stands before.", line);
        }

        if (!labs.Contains(family.LabId)) Problem("lab", $"the lab '{family.LabId}' is not in the registry.", row.LineOf("lab"));
        if (!family.Pattern.Matches(family.Example)) Problem("matches-nothing", $"the pattern '{family.Pattern}' does not match its example '{family.Example}'.", row.LineOf("pattern"));
        Example(family.Example, row.LineOf("example"));
        foreach (var later in family.Generations.GroupBy(g => g.Name, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
            Problem("duplicate", $"the generation '{later.Name}' stands twice.", later.Line);
        foreach (var generation in family.Generations)
        {
            if (!family.Pattern.Matches(generation.Example) || !generation.Pattern.Matches(generation.Example))
                Problem("matches-nothing", $"the pattern '{generation.Pattern}' of '{generation.Name}' does not match its example '{generation.Example}' within the family.", generation.Line);
            else if (family.GenerationOf(generation.Example) != generation)
                Problem("matches-nothing", $"'{generation.Example}' is taken by '{family.GenerationOf(generation.Example)?.Name}', which stands before '{generation.Name}'.", generation.Line);
            else Example(generation.Example, generation.Line);
        }
    }

    /// <summary>Ids stand in addresses and files: lower-case letters, digits, hyphens, dots and underscores.</summary>
    public static bool IsSlug(string id) =>
        id.Length is > 0 and <= 100 && id is not Lab.UnknownId && id.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '.' or '_');
}
