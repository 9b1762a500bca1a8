using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;

namespace ModelTrends.Trends;

/// <summary>Puts models and their declared bases in the order of a tree: the root, then each branch with the most downloaded first.</summary>
internal static class LineageTree
{
    public sealed record Row(string Name, string[] Bases, string? Relation, long? Downloads30d, string Lab, string Country, bool Observed);

    public static IReadOnlyList<LineageQuery.Node> Order(string root, IReadOnlyDictionary<string, Row> rows, Registry registry)
    {
        // Each model hangs on the base by which the root is nearest, so that cycles and second bases are cut.
        var parents = new Dictionary<string, (string? Base, int Depth)>(StringComparer.OrdinalIgnoreCase) { [root] = (null, 0) };
        for (var depth = 1; depth <= LineageGraph.MaxDepth + 1; depth++)
        {
            var level = rows.Values.Where(row => !parents.ContainsKey(row.Name)).Select(row => (row.Name, Base: row.Bases.FirstOrDefault(parents.ContainsKey))).Where(found => found.Base is not null).ToArray();
            foreach (var (name, found) in level) parents[name] = (found, depth);
            if (level.Length == 0) break;
        }

        var children = parents.Where(pair => pair.Value.Base is not null)
            .GroupBy(pair => pair.Value.Base!, pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
        var nodes = new List<LineageQuery.Node>();
        Add(root);
        return nodes;

        void Add(string name)
        {
            var row = rows.GetValueOrDefault(name) ?? new Row(name, [], null, null, Countries.Unknown, Countries.Unknown, false);
            var (found, depth) = parents[name];
            nodes.Add(new LineageQuery.Node(
                row.Name, found, depth == 0 ? null : row.Relation, depth, row.Lab, KeyNames.Of(Dimension.Lab, row.Lab, registry), row.Country, row.Downloads30d, row.Observed));
            foreach (var child in children.GetValueOrDefault(name, []).OrderByDescending(Weight).ThenBy(child => child, StringComparer.Ordinal)) Add(child);
        }

        // A branch stands where its largest leaf would.
        long Weight(string name) => Math.Max(rows.GetValueOrDefault(name)?.Downloads30d ?? 0, children.GetValueOrDefault(name, []).Select(Weight).DefaultIfEmpty(0).Max());
    }
}
