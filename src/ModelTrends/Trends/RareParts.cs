using System.Text.RegularExpressions;

namespace ModelTrends.Trends;

/// <summary>
/// What of a pattern is worth looking up in the index over all names. It holds for each trigram the models whose names have it, and reading
/// those of "own" and "ner" takes long where a million names have them, and leaves hardly fewer than "123" did alone.
/// </summary>
public static partial class RareParts
{
    /// <summary>Share of names, 0 to 1: a trigram below it leads to few enough rows to be worth reading.</summary>
    private const float Rare = 0.02f;

    /// <summary>Share of names, 0 to 1: 1,500 of three million are looked at one by one in less time than the models of one more common trigram.</summary>
    private const float Few = 0.0005f;

    /// <summary>Share of names, 0 to 1: what to suppose of a trigram that is not among the thousand most common.</summary>
    private const float Unlisted = 0.003f;

    /// <summary>Whether the index knows anything of what is asked: three letters or digits in a row, or two at the edge of a word.</summary>
    public static bool AreIn(string text) => Known().IsMatch(text);

    /// <summary>The trigrams of a pattern by which <see cref="Of"/> decides, in lower case.</summary>
    public static string[] Trigrams(string pattern) => [.. Runs().Matches(pattern).SelectMany(run => TrigramsOfRun(run.Value)).Distinct(StringComparer.Ordinal)];

    /// <param name="pattern">For <c>like</c>, with its signs escaped.</param>
    /// <param name="shares">Of the names that have a trigram, 0 to 1; those that are missing are rare.</param>
    /// <returns>
    /// A pattern that matches all names that <paramref name="pattern"/> does, and possibly more: common trigrams are left open. Of a word that
    /// has none but common ones the rarest stays, since the others go with it, unless the other words lead to few names already.
    /// </returns>
    public static string Of(string pattern, IReadOnlyDictionary<string, float> shares)
    {
        var left = Runs().Matches(pattern).Aggregate(1f, (share, run) => share * Share(run.Value, shares));
        return Runs().Replace(pattern, run => $"%{string.Join('%', Parts(run.Value, shares, left).Select(part => run.Value[part.From..part.To]))}%");
    }

    private static List<(int From, int To)> Parts(string run, IReadOnlyDictionary<string, float> shares, float left)
    {
        var each = Shares(run, shares);
        var parts = new List<(int From, int To)>();
        if (each.Min() > Rare)
        {
            if (left > Few) parts.Add((each.IndexOf(each.Min()), each.IndexOf(each.Min()) + 3));
            return parts;
        }

        for (var place = 0; place < each.Count; place++)
        {
            if (each[place] > Rare) continue;
            // Trigrams that share letters are one part, since what stands between two wildcards cannot overlap.
            if (parts.Count > 0 && place < parts[^1].To) parts[^1] = (parts[^1].From, place + 3);
            else parts.Add((place, place + 3));
        }

        return parts;
    }

    /// <returns>About the share of names that the rare trigrams of a run lead to: the product of those that share no letter, as if they had nothing to do with each other.</returns>
    private static float Share(string run, IReadOnlyDictionary<string, float> shares)
    {
        var (share, free) = (1f, 0);
        foreach (var (place, each) in Shares(run, shares).Index())
        {
            if (each > Rare || place < free) continue;
            share *= each;
            free = place + 3;
        }

        return share;
    }

    private static List<float> Shares(string run, IReadOnlyDictionary<string, float> shares) => [.. TrigramsOfRun(run).Select(trigram => shares.GetValueOrDefault(trigram, Unlisted))];

    private static IEnumerable<string> TrigramsOfRun(string run) => Enumerable.Range(0, run.Length - 2).Select(place => run.Substring(place, 3).ToLowerInvariant());

    [GeneratedRegex("[A-Za-z0-9]{3,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Runs();

    [GeneratedRegex(@"[\p{L}\p{Nd}]{3}|[\p{L}\p{Nd}]{2}[^\p{L}\p{Nd} ]|[^\p{L}\p{Nd} ][\p{L}\p{Nd}]{2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Known();
}
