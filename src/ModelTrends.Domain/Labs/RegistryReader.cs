using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ModelTrends.Domain.Labs;

/// <summary>A value and where it stands, so that every later rule can name file and line.</summary>
internal sealed record Placed<T>(T Value, string File, long Line, IReadOnlyDictionary<string, long> KeyLines)
{
    /// <summary>Where the key stands; the row's own line while the key is missing.</summary>
    public long LineOf(string key) => KeyLines.GetValueOrDefault(key, Line);
}

/// <summary>Reads YAML strictly: an unknown or repeated key is a problem, not a silence.</summary>
internal sealed class RegistryReader(RegistryFile file, List<RegistryProblem> problems)
{
    private static readonly string[] LabKeys = ["id", "name", "kind", "country", "home", "namespaces", "unowned", "evidence", "note"];
    private static readonly string[] FamilyKeys = ["id", "name", "lab", "pattern", "example", "generations"];

    public List<Placed<Lab>> Labs { get; } = [];

    public List<Placed<Family>> Families { get; } = [];

    public void Read()
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StringReader(file.Text);
            stream.Load(text);
        }
        catch (YamlException e)
        {
            problems.Add(new RegistryProblem(file.Path, e.Start.Line, "yaml", e.Message));
            return;
        }

        foreach (var document in stream.Documents)
        {
            if (document.RootNode is not YamlMappingNode root)
            {
                Problem(document.RootNode, "shape", "The file must be a mapping with the key labs or families.");
                continue;
            }

            foreach (var (key, value) in Keys(root, ["labs", "families"]))
            {
                foreach (var row in Rows(value))
                {
                    if (key is "labs") ReadLab(row);
                    else ReadFamily(row);
                }
            }
        }
    }

    private void ReadLab(YamlMappingNode row)
    {
        var keys = Keys(row, LabKeys);
        var id = Text(row, keys, "id");
        var name = Text(row, keys, "name");
        var country = Text(row, keys, "country");
        var kind = Kind(row, Text(row, keys, "kind"));
        if (id is null || name is null || country is null || kind is null) return;
        var lab = new Lab(id, name, kind.Value, country, Optional(keys, "home"), Namespaces(keys), Names(keys, "unowned"), Evidence(keys), Optional(keys, "note"));
        Labs.Add(new Placed<Lab>(lab, file.Path, row.Start.Line, LinesOf(keys)));
    }

    private void ReadFamily(YamlMappingNode row)
    {
        var keys = Keys(row, FamilyKeys);
        var (id, name, lab) = (Text(row, keys, "id"), Text(row, keys, "name"), Text(row, keys, "lab"));
        var (pattern, example) = (Pattern(row, keys), Text(row, keys, "example"));
        if (id is null || name is null || lab is null || pattern is null || example is null) return;
        var generations = new List<Generation>();
        foreach (var step in keys.TryGetValue("generations", out var list) ? Rows(list) : [])
        {
            var inner = Keys(step, ["name", "pattern", "example"]);
            if (Text(step, inner, "name") is { } step1 && Pattern(step, inner) is { } step2 && Text(step, inner, "example") is { } step3)
                generations.Add(new Generation(step1, step2, step3) { Line = step.Start.Line });
        }

        Families.Add(new Placed<Family>(new Family(id, name, lab, pattern, generations, example), file.Path, row.Start.Line, LinesOf(keys)));
    }

    private List<LabNamespace> Namespaces(Dictionary<string, YamlNode> keys)
    {
        var found = new List<LabNamespace>();
        if (!keys.TryGetValue("namespaces", out var node)) return found;
        foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
        {
            if (item is YamlMappingNode map)
            {
                var inner = Keys(map, ["name", "from", "to"]);
                if (Text(map, inner, "name") is { } name) found.Add(new LabNamespace(name, Day(inner, "from"), Day(inner, "to")) { Line = item.Start.Line });
            }
            else if (item is YamlScalarNode { Value: { } name }) found.Add(new LabNamespace(name, null, null) { Line = item.Start.Line });
            else Problem(item, "shape", "A namespace is a name, or a mapping of name, from, to.");
        }

        return found;
    }

    private List<Evidence> Evidence(Dictionary<string, YamlNode> keys)
    {
        var found = new List<Evidence>();
        foreach (var row in keys.TryGetValue("evidence", out var node) ? Rows(node) : [])
        {
            var inner = Keys(row, ["url", "note", "checked"]);
            if (Text(row, inner, "url") is not { } url || Text(row, inner, "note") is not { } note || Text(row, inner, "checked") is not { } day) continue;
            found.Add(new Evidence(url, note, day is "no" ? null : Day(inner, "checked")) { Line = row.Start.Line });
        }

        return found;
    }

    private static Dictionary<string, long> LinesOf(Dictionary<string, YamlNode> keys) => keys.ToDictionary(key => key.Key, key => key.Value.Start.Line, StringComparer.Ordinal);

    private static string[] Names(Dictionary<string, YamlNode> keys, string key) =>
        keys.TryGetValue(key, out var node) && node is YamlSequenceNode list ? [.. list.Children.OfType<YamlScalarNode>().Select(n => n.Value!)] : [];

    private NamePattern? Pattern(YamlMappingNode row, Dictionary<string, YamlNode> keys)
    {
        if (Text(row, keys, "pattern") is not { } text) return null;
        if (NamePattern.Fault(text) is not { } fault) return new NamePattern(text);
        Problem(keys["pattern"], "pattern", $"'{text}' is not a regular expression: {fault}");
        return null;
    }

    private LabKind? Kind(YamlMappingNode row, string? text)
    {
        if (text is null) return null;
        if (LabKinds.Parse(text) is { } kind) return kind;
        Problem(row, "kind", $"'{text}' is no kind; allowed are {string.Join(", ", LabKinds.All)}.");
        return null;
    }

    private DateOnly? Day(Dictionary<string, YamlNode> keys, string key)
    {
        if (!keys.TryGetValue(key, out var node)) return null;
        if (DateOnly.TryParseExact((node as YamlScalarNode)?.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Problem(node, "date", $"'{node}' is not a day of the form 2026-11-24{(key is "checked" ? ", or no" : "")}.");
        return null;
    }

    private IEnumerable<YamlMappingNode> Rows(YamlNode node)
    {
        if (node is not YamlSequenceNode list)
        {
            Problem(node, "shape", "A list is expected here.");
            yield break;
        }

        foreach (var item in list.Children)
        {
            if (item is YamlMappingNode row) yield return row;
            else Problem(item, "shape", "A mapping is expected here.");
        }
    }

    private Dictionary<string, YamlNode> Keys(YamlMappingNode row, string[] allowed)
    {
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in row.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (allowed.Contains(name)) keys[name] = value;
            else Problem(key, "key", $"'{name}' is not known here; allowed are {string.Join(", ", allowed)}.");
        }

        return keys;
    }

    private string? Text(YamlMappingNode row, Dictionary<string, YamlNode> keys, string key)
    {
        if (Optional(keys, key) is { Length: > 0 } text) return text;
        Problem(row, "missing", $"'{key}' is missing.");
        return null;
    }

    private static string? Optional(Dictionary<string, YamlNode> keys, string key) => (keys.GetValueOrDefault(key) as YamlScalarNode)?.Value;

    private void Problem(YamlNode node, string rule, string message) => problems.Add(new RegistryProblem(file.Path, node.Start.Line, rule, message));
}
