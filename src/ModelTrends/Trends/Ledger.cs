using System.Text.RegularExpressions;
using ModelTrends.Data;

namespace ModelTrends.Trends;

/// <summary>
/// The condition under which a row of the attribution ledger answers: <c>{ledger ALIAS DAY}</c> in our SQL files for what held on a day,
/// <c>{known ALIAS}</c> for what was on record, whatever the day.
/// </summary>
internal static partial class Ledger
{
    /// <summary>The text of a file beside <typeparamref name="TCaller"/> with its ledger conditions written out.</summary>
    public static string Read<TCaller>(string file) => Place().Replace(SqlFile.Read<TCaller>(file), match => match.Groups["day"] is { Success: true, Value: var day } ? Condition(match.Groups["alias"].Value, day) : Known(match.Groups["alias"].Value));

    /// <summary>
    /// As it stands, or as recorded at @as_of. A model's first period reaches back: a repository does not become unknown on a day
    /// before the creation date that the Hub tells, or that nobody told.
    /// </summary>
    private static string Condition(string a, string day) => $"""
        ({a}.valid_to is null or {a}.valid_to > {day})
          and ({a}.valid_from <= {day} or not exists (
            select 1 from attribution earlier
            where earlier.model_id = {a}.model_id and earlier.lens = {a}.lens and earlier.valid_from < {a}.valid_from and {Known("earlier")}))
          and {Known(a)}
        """;

    private static string Known(string a) =>
        $"case when @as_of::timestamptz is null then {a}.superseded_at is null else {a}.recorded_at <= @as_of::timestamptz and ({a}.superseded_at is null or {a}.superseded_at > @as_of::timestamptz) end";

    [GeneratedRegex(@"\{ledger (?<alias>\w+) (?<day>[\w.@]+)\}|\{known (?<alias>\w+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
