namespace ModelTrends.Platform.Answers;

/// <summary>One query parameter: what the reader checks and what /openapi/v1.json tells.</summary>
/// <param name="Allowed">Every value there is, or null for a free one.</param>
/// <param name="Format">OpenAPI's format of a text: <c>date</c>, <c>date-time</c>; <c>integer</c> and <c>boolean</c> are types.</param>
public sealed record QueryParameter(string Name, string Description, IReadOnlyList<string>? Allowed = null, string? Default = null, string? Format = null)
{
    public static QueryParameter Choice<T>(string name, string description, T byDefault) where T : struct, Enum =>
        new(name, description, Names.All<T>(), Names.Of(byDefault));
}

/// <summary>The question cannot be answered as asked: every parameter at fault with its reason and, where there is a list, the allowed values.</summary>
public sealed class BadQueryException(IReadOnlyDictionary<string, string> faults, IReadOnlyDictionary<string, IReadOnlyList<string>> allowed)
    : Exception(string.Join(" ", faults.Select(fault => $"{fault.Key}: {fault.Value}")))
{
    public IReadOnlyDictionary<string, string> Faults { get; } = faults;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed { get; } = allowed;
}
