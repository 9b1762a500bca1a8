using ModelTrends.Domain.Labs;

namespace ModelTrends.Domain.Lineage;

/// <summary>
/// A share of a model under one lens: the part from <paramref name="PartFrom"/> to <paramref name="PartTo"/> of <paramref name="Parts"/>.
/// The parts of one model and lens telescope to the whole.
/// </summary>
public sealed record AttributedPart(
    Lab Lab, Family? Family, Generation? Generation, int PartFrom, int PartTo, int Parts, string RootName, int? RootModelId, int Depth, string Rule, string? Evidence);

/// <summary>An attribution from a day on.</summary>
/// <param name="To">First day it was no longer so; null: it still is.</param>
public readonly record struct AttributedPeriod(AttributedPart Part, DateOnly From, DateOnly? To);

/// <summary>Both answers for every model: who published it, and who made what it is built on.</summary>
public static class ModelAttribution
{
    /// <summary>The owner of the model's namespace, day by day: one period where it never changed hands. The last one has no end.</summary>
    public static IReadOnlyList<AttributedPeriod> Publishers(LineageModel model, Registry registry)
    {
        var owners = registry.OwnersOf(model.Name, model.Created, model.FirstSeen);
        var periods = new AttributedPeriod[owners.Count];
        for (var i = 0; i < periods.Length; i++)
        {
            var (from, found) = owners[i];
            var part = new AttributedPart(found.Lab, found.Family, found.Generation, 0, 1, 1, model.Name, model.Id, 0, found.Rule, found.Evidence);
            periods[i] = new AttributedPeriod(part, from, i + 1 < periods.Length ? owners[i + 1].From : null);
        }

        return periods;
    }

    public static IReadOnlyList<AttributedPart> Origin(LineageGraph graph, int index, Registry registry)
    {
        var roots = graph.RootsOf(index);
        var parts = new AttributedPart[roots.Count];
        var builtOnIt = graph.WithoutBases(index);
        for (var i = 0; i < parts.Length; i++)
        {
            var root = roots[i];
            var model = root.Index >= 0 ? graph.WithoutBases(root.Index) : null;
            var found = Named(root.Name, model, builtOnIt, registry);
            parts[i] = new AttributedPart(
                found.Lab, found.Family, found.Generation, i, i + 1, parts.Length, root.Name, model?.Id, root.Depth, RuleOf(root.Kind, found), found.Evidence);
        }

        return parts;
    }

    /// <summary>Whose a base in the lineage of the model at <paramref name="index"/> was when it was made, by the same rule as the model's origin.</summary>
    public static NameAttribution Base(LineageGraph graph, int index, LineageStep step, Registry registry) =>
        Named(step.To, step.ToIndex >= 0 ? graph[step.ToIndex] : null, graph[index], registry);

    /// <summary>A base whose age nobody told is at least as old as what is built on it.</summary>
    private static NameAttribution Named(string name, LineageModel? model, LineageModel builtOnIt, Registry registry) =>
        registry.Attribute(name, model?.Created ?? builtOnIt.Created, model?.FirstSeen ?? builtOnIt.FirstSeen);

    /// <summary>
    /// The part of a count, exact over all parts: <c>round(v*to/parts, 6) - round(v*from/parts, 6)</c>, the rounding of PostgreSQL's numeric.
    /// </summary>
    public static decimal Share(long count, int from, int to, int parts) =>
        Math.Round((decimal)count * to / parts, 6, MidpointRounding.AwayFromZero) - Math.Round((decimal)count * from / parts, 6, MidpointRounding.AwayFromZero);

    private static string RuleOf(RootKind kind, NameAttribution found) => found.Rule switch
    {
        Rules.None when kind is RootKind.Itself => Rules.None,
        Rules.Override when kind is RootKind.Itself => Rules.Override,
        _ => kind switch
        {
            RootKind.Itself => Rules.Namespace,
            RootKind.Base => Rules.BaseModel,
            RootKind.Missing => Rules.MissingBase,
            RootKind.Cycle => Rules.Cycle,
            _ => Rules.Depth,
        },
    };
}
