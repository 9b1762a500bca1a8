namespace ModelTrends.Domain.Lineage;

/// <summary>
/// Breadth first from one model, each model met once, at most <see cref="LineageGraph.MaxDepth"/> steps: a chain of ten thousand costs
/// six steps, and nothing here recurses.
/// </summary>
internal sealed class LineageWalk(LineageGraph graph)
{
    // A stamp per model instead of a set per walk: clearing 3 million marks 3 million times is what would take minutes.
    private readonly int[] _stamp = new int[graph.Count];
    private readonly int[] _bases = new int[graph.Count];
    private readonly List<(int Index, int Depth)> _queue = [];
    private readonly Dictionary<int, Root> _roots = [];
    private int _walk;

    public IReadOnlyList<Root> Roots(int start)
    {
        if (graph.BasesOf(start).IsEmpty) return [new Root(start, graph.NameOf(start), 0, RootKind.Itself)];
        Begin(start);
        _roots.Clear();
        for (var next = 0; next < _queue.Count; next++)
        {
            var (index, depth) = _queue[next];
            var bases = graph.BasesOf(index);
            if (bases.IsEmpty) Add(index, depth, RootKind.Base);
            else if (depth == LineageGraph.MaxDepth) Add(index, depth, RootKind.Depth);
            else
            {
                foreach (var target in bases)
                {
                    if (target < 0) Add(target, depth + 1, RootKind.Missing);
                    else Meet(target, depth + 1);
                }
            }
        }

        if (_roots.Count == 0) AddOldestOfCycle();
        if (_roots.Count == 1) return [_roots.Values.First()];
        return [.. _roots.Values.OrderBy(root => root.Name, StringComparer.OrdinalIgnoreCase).ThenBy(root => root.Index)];
    }

    public IReadOnlyList<LineageStep> Steps(int start)
    {
        Begin(start);
        var steps = new List<LineageStep>();
        for (var next = 0; next < _queue.Count; next++)
        {
            var (index, depth) = _queue[next];
            if (depth == LineageGraph.MaxDepth) continue;
            foreach (var target in graph.BasesOf(index))
            {
                steps.Add(new LineageStep(graph.NameOf(index), graph.NameOf(target), depth + 1, Math.Max(target, -1)));
                if (target >= 0) Meet(target, depth + 1);
            }
        }

        return steps;
    }

    private void Begin(int start)
    {
        _walk++;
        _queue.Clear();
        Meet(start, 0);
    }

    private void Meet(int index, int depth)
    {
        if (_stamp[index] == _walk) return;
        _stamp[index] = _walk;
        _queue.Add((index, depth));
    }

    private void Add(int index, int depth, RootKind kind) => _roots.TryAdd(index, new Root(Math.Max(index, -1), graph.NameOf(index), depth, kind));

    /// <summary>
    /// Nothing ends: all ways lead into circles. Models that no other one of the walk leads to are peeled off until only circles (and
    /// ways between them) are left; the oldest of those is taken, so that all members of a circle agree.
    /// </summary>
    private void AddOldestOfCycle()
    {
        foreach (var (index, _) in _queue) _bases[index] = 0;
        foreach (var (index, _) in _queue)
            foreach (var target in graph.BasesOf(index)) _bases[target]++;
        var free = new Stack<int>(_queue.Where(x => _bases[x.Index] == 0).Select(x => x.Index));
        while (free.TryPop(out var index))
        {
            _bases[index] = -1;
            foreach (var target in graph.BasesOf(index))
                if (--_bases[target] == 0) free.Push(target);
        }

        var oldest = _queue.Where(x => _bases[x.Index] >= 0).Aggregate((a, b) => graph.CompareAge(a.Index, b.Index) <= 0 ? a : b);
        Add(oldest.Index, oldest.Depth, RootKind.Cycle);
    }
}
