using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ModelTrends.Domain.Labs;

/// <summary>
/// A regular expression over hostile text of at most 96 letters. No group is repeated and nothing looks around, so that the time cannot
/// explode and needs no limit, which would measure how busy the machine is and not the text. (.NET's automata, linear by construction,
/// would take half a megabyte a pattern: more than all else in the process.) Built on first use, since most processes meet few families.
/// </summary>
public sealed partial class NamePattern(string text)
{
    /// <summary>One a text in the whole process: every version of the registry has nearly the same patterns.</summary>
    private static readonly ConcurrentDictionary<string, Regex> Built = new(StringComparer.Ordinal);

    private readonly Lazy<Regex> _regex = new(() => Built.GetOrAdd(text, Build));

    public string Text => text;

    public bool Matches(string repository) => _regex.Value.IsMatch(repository);

    /// <summary>Null, or why the pattern is not one.</summary>
    public static string? Fault(string text)
    {
        if (RepeatedGroup().IsMatch(text)) return "a group is repeated, which can take for ever; only ? may follow it.";
        if (LooksAround().IsMatch(text)) return "looking around and referring back are not allowed; (?: is.";
        try
        {
            _ = Build(text);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    public override string ToString() => text;

    private static Regex Build(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Regex.InfiniteMatchTimeout);

    /// <summary>A closing bracket that is no letter, and a repeat behind it.</summary>
    [GeneratedRegex(@"(?<!\\)(\\\\)*\)[*+{]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepeatedGroup();

    [GeneratedRegex(@"\(\?(?!:)|\\[1-9k]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksAround();
}
