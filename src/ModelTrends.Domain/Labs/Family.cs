namespace ModelTrends.Domain.Labs;

/// <summary>A numbered step of a family: Qwen2.5, Llama 4. The example is a name the pattern must match, which keeps the pattern honest.</summary>
public sealed record Generation(string Name, NamePattern Pattern, string Example)
{
    internal long Line { get; init; }
}

/// <summary>
/// A line of models one lab ships under one name. Patterns are matched against the repository's name in the lab's own namespaces;
/// models of other namespaces join only by lineage.
/// </summary>
public sealed record Family(string Id, string Name, string LabId, NamePattern Pattern, IReadOnlyList<Generation> Generations, string Example)
{
    /// <summary>The first generation that matches, as the registry orders them; null for a member without a numbered step.</summary>
    public Generation? GenerationOf(string repository) => Generations.FirstOrDefault(generation => generation.Pattern.Matches(repository));
}
