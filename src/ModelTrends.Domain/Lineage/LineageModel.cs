namespace ModelTrends.Domain.Lineage;

/// <summary>What lineage needs to know of one model. <paramref name="BaseHubIds"/> is as long as <paramref name="BaseNames"/>, or empty.</summary>
/// <param name="Id">Our own key.</param>
/// <param name="HubId">The Hub's <c>_id</c>, null while only an archive has seen the model.</param>
/// <param name="Name">owner/name as last seen.</param>
/// <param name="Created">Day of creation; null where nobody told it.</param>
/// <param name="Listed">False for missing and gone models: a name that was taken over belongs to the one that is listed.</param>
/// <param name="BaseNames">Declared bases.</param>
/// <param name="BaseHubIds">The Hub's ids of the same bases.</param>
public sealed record LineageModel(int Id, string? HubId, string Name, DateOnly? Created, bool Listed, IReadOnlyList<string> BaseNames, IReadOnlyList<string> BaseHubIds)
{
    /// <summary>The first day with an observation: the latest day it can have been created.</summary>
    public DateOnly? FirstSeen { get; init; }
}

/// <summary>A name a model has borne.</summary>
public sealed record FormerName(string Name, int ModelId);

/// <summary>Why the walk ended here.</summary>
public enum RootKind
{
    /// <summary>The model declares no base.</summary>
    Itself,
    /// <summary>A base that declares none.</summary>
    Base,
    /// <summary>A declared base outside our observations.</summary>
    Missing,
    /// <summary>The bases lead in a circle; its oldest member stands for it.</summary>
    Cycle,
    /// <summary>The walk took as many steps as it may.</summary>
    Depth,
}

/// <summary>One end of a lineage. <paramref name="Index"/> is the model's place in the graph, -1 for a base outside it.</summary>
public readonly record struct Root(int Index, string Name, int Depth, RootKind Kind);

/// <summary>One declared step of a lineage, for drawing: <paramref name="From"/> declares <paramref name="To"/> as its base.</summary>
/// <param name="ToIndex">The place of <paramref name="To"/> in the graph, -1 for a base outside it.</param>
public sealed record LineageStep(string From, string To, int Depth, int ToIndex)
{
    public bool Known => ToIndex >= 0;
}
