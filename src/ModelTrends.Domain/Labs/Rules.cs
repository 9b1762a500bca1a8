namespace ModelTrends.Domain.Labs;

/// <summary>The rule that decided an attribution, as stored and shown.</summary>
public static class Rules
{
    /// <summary>The lab owns the model's own namespace, and the model declares no base.</summary>
    public const string Namespace = "namespace";
    /// <summary>The lab owns the namespace of the base at the end of the lineage.</summary>
    public const string BaseModel = "base-model";
    /// <summary>The last base is not among our observations; its name still tells the namespace.</summary>
    public const string MissingBase = "missing-base";
    /// <summary>All bases lead in a circle; the circle's oldest model stands for it.</summary>
    public const string Cycle = "cycle";
    /// <summary>The walk stopped after <see cref="Lineage.LineageGraph.MaxDepth"/> steps.</summary>
    public const string Depth = "depth";
    /// <summary>An administrator tagged the namespace.</summary>
    public const string Override = "override";
    /// <summary>Nobody has tagged the namespace.</summary>
    public const string None = "none";
}
