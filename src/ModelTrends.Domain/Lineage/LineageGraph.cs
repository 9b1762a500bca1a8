using System.Runtime.InteropServices;
using ModelTrends.Domain.Labs;

namespace ModelTrends.Domain.Lineage;

/// <summary>
/// Declared bases of many models as one compact graph. Bases are resolved by the Hub's id, then by current name, then by the names
/// models bore before. Not safe for several threads at once: a walk uses the graph's own scratch memory.
/// </summary>
public sealed class LineageGraph
{
    /// <summary>Steps from a model to the farthest base that is looked at.</summary>
    public const int MaxDepth = 6;

    private readonly LineageModels _models;
    private readonly int[] _first;
    private readonly int[] _edges;
    private readonly List<string> _missing;
    private readonly LineageWalk _walk;

    private LineageGraph(LineageModels models, int[] first, int[] edges, List<string> missing)
    {
        (_models, _first, _edges, _missing) = (models, first, edges, missing);
        _walk = new LineageWalk(this);
    }

    public int Count => _models.Count;

    public LineageModel this[int index] => _models[index];

    public int IdOf(int index) => _models.IdOf(index);

    /// <inheritdoc cref="LineageModels.WithoutBases"/>
    public LineageModel WithoutBases(int index) => _models.WithoutBases(index);

    /// <summary>Takes the models in any order; the answer does not depend on it.</summary>
    public static LineageGraph Build(IEnumerable<LineageModel> models, IEnumerable<FormerName>? history = null) => Build(LineageModels.Of(models), history);

    /// <inheritdoc cref="Build(IEnumerable{LineageModel}, IEnumerable{FormerName}?)"/>
    public static LineageGraph Build(LineageModels models, IEnumerable<FormerName>? history = null)
    {
        var resolver = new BaseResolver(models, history ?? []);
        var first = new int[models.Count + 1];
        var edges = new List<int>(models.Count);
        var missing = new List<string>();
        var missingIndex = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < models.Count; index++)
        {
            first[index] = edges.Count;
            for (var i = 0; i < models.BaseCountOf(index); i++)
            {
                var (name, hubId) = models.BaseOf(index, i);
                var target = resolver.Find(hubId, name);
                if (target < 0 && !ModelId.IsValid(name)) continue;
                if (target < 0)
                {
                    ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(missingIndex, name, out var exists);
                    if (!exists)
                    {
                        slot = missing.Count;
                        missing.Add(name);
                    }

                    target = ~slot;
                }

                edges.Add(target);
            }
        }

        first[^1] = edges.Count;
        return new LineageGraph(models, first, [.. edges], missing);
    }

    /// <summary>
    /// The distinct ends of the model's lineage, in the order of their names; never empty. A count is split equally between them.
    /// </summary>
    public IReadOnlyList<Root> RootsOf(int index) => _walk.Roots(index);

    /// <summary>Every declared step from the model towards its roots, nearest first.</summary>
    public IReadOnlyList<LineageStep> StepsOf(int index) => _walk.Steps(index);

    /// <summary>Indexes of the declared bases; negative ones are bases outside the graph, see <see cref="MissingName"/>.</summary>
    internal ReadOnlySpan<int> BasesOf(int index) => _edges.AsSpan(_first[index], _first[index + 1] - _first[index]);

    internal string MissingName(int target) => _missing[~target];

    internal string NameOf(int target) => target < 0 ? MissingName(target) : _models.NameOf(target);

    /// <summary>Oldest first: Hub ids begin with the second of creation. A total order that no reordering of rows can change.</summary>
    internal int CompareAge(int a, int b)
    {
        var byHub = string.CompareOrdinal(_models.HubIdOf(a) ?? "~", _models.HubIdOf(b) ?? "~");
        return byHub != 0 ? byHub
            : string.Compare(NameOf(a), NameOf(b), StringComparison.OrdinalIgnoreCase) is var byName and not 0 ? byName
            : _models.IdOf(a).CompareTo(_models.IdOf(b));
    }
}
