using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace ModelTrends.Platform.Answers;

/// <summary>Reads query parameters and gathers every fault, so that a caller mends them all at once. Empty values count as absent.</summary>
public sealed class QueryReader(IEnumerable<KeyValuePair<string, StringValues>> query)
{
    /// <summary>Longest value taken: a list of a hundred lab ids fits.</summary>
    private const int LongestValue = 4000;

    /// <summary>Days a question may name: none of our answers lies outside, and a few years more can be added to any of them.</summary>
    private static readonly (DateOnly First, DateOnly Last) Days = (new(1900, 1, 1), new(2999, 12, 31));

    private readonly Dictionary<string, StringValues> _values = new(query, StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _allowed = new(StringComparer.Ordinal);

    public string? Text(string name, int longest = LongestValue)
    {
        if (!_values.TryGetValue(name, out var values) || string.IsNullOrWhiteSpace(values.ToString())) return null;
        if (values.Count > 1)
            Fail(name, "stands more than once; give it once, lists separated by commas.");
        var text = values[^1]!.Trim();
        if (text.Length <= longest && !text.Any(char.IsControl)) return text;
        Fail(name, $"has at most {longest} characters and no control characters.");
        return null;
    }

    public T Choice<T>(string name, T byDefault) where T : struct, Enum
    {
        if (Text(name) is not { } text) return byDefault;
        if (Names.TryParse<T>(text, out var value)) return value;
        Fail(name, $"'{Shown(text)}' is not one of {string.Join(", ", Names.All<T>())}.", Names.All<T>());
        return byDefault;
    }

    public IReadOnlyList<T> Choices<T>(string name) where T : struct, Enum
    {
        var found = new SortedSet<T>();
        foreach (var text in List(name))
        {
            if (Names.TryParse<T>(text, out var value)) found.Add(value);
            else Fail(name, $"'{Shown(text)}' is not one of {string.Join(", ", Names.All<T>())}.", Names.All<T>());
        }

        return [.. found];
    }

    /// <summary>Values separated by commas, each once, in the order given.</summary>
    public IReadOnlyList<string> List(string name, int most = 100)
    {
        var values = (Text(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (values.Length <= most) return values;
        Fail(name, $"has at most {most} values.");
        return [];
    }

    public bool Flag(string name, bool byDefault = false)
    {
        if (Text(name) is not { } text) return byDefault;
        if (bool.TryParse(text, out var value)) return value;
        Fail(name, $"'{Shown(text)}' is not one of true, false.", ["true", "false"]);
        return byDefault;
    }

    public int Number(string name, int byDefault, int least, int most)
    {
        if (Text(name) is not { } text) return byDefault;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Fail(name, $"'{Shown(text)}' is not a whole number from {least} to {most}.");
        return byDefault;
    }

    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= Days.First && day <= Days.Last) return day;
        Fail(name, $"'{Shown(text)}' is not a date of the form 2026-11-23 between {Days.First:yyyy-MM-dd} and {Days.Last:yyyy-MM-dd}.");
        return null;
    }

    /// <summary>A moment in UTC; a date alone stands for its end.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new DateTimeOffset(day.ToDateTime(new TimeOnly(23, 59, 59, 999)), TimeSpan.Zero);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)) return moment;
        Fail(name, $"'{Shown(text)}' is not a date (2026-11-23) or time (2026-11-23T12:00:00Z).");
        return null;
    }

    public void Fail(string name, string reason, IReadOnlyList<string>? allowed = null)
    {
        _faults.TryAdd(name, reason);
        if (allowed is not null) _allowed[name] = allowed;
    }

    /// <summary>Misspelt parameters would silently answer another question, so they are faults; those of mail campaigns (utm_…) are not ours.</summary>
    public void ThrowIfFaulty(IReadOnlyList<QueryParameter> known)
    {
        var names = known.Select(parameter => parameter.Name).ToArray();
        foreach (var name in _values.Keys.Where(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase)))
            Fail(Shown(name), names.Length == 0 ? "There is no such parameter here." : $"There is no such parameter here; there are {string.Join(", ", names)}.", names);
        if (_faults.Count > 0) throw new BadQueryException(_faults, _allowed);
    }

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
