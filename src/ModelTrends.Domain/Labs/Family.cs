using System.Collections.Concurrent;
using System.Text.RegularExpressions;

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

/// <summary>
/// A regular expression over hostile text: linear time by construction, so without a time limit, which would measure how busy the
/// machine is and not the text. Built on first use, since most processes meet few families.
/// </summary>
public sealed class NamePattern(string text)
{
    /// <summary>One automaton a text in the whole process: it is large, and every version of the registry has nearly the same patterns.</summary>
    private static readonly ConcurrentDictionary<string, Regex> Built = new(StringComparer.Ordinal);

    private readonly Lazy<Regex> _regex = new(() => Built.GetOrAdd(text, static pattern => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)));

    public string Text => text;

    public bool Matches(string repository) => _regex.Value.IsMatch(repository);

    /// <summary>Null, or why the pattern is not one.</summary>
    public static string? Fault(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    public override string ToString() => text;
}
