using System.Buffers;
using System.Text;

namespace ModelTrends.Digest.Bounces;

/// <summary>
/// The part of a notice that is for machines (RFC 3464, section 2), read as mail servers write it and not only as they should: with words
/// before the fields, all in one group, encoded without saying so.
/// </summary>
internal static class StatusFields
{
    private const int LongestText = 256 * 1024;

    /// <summary>What stands in sentences and in no field's name.</summary>
    private static readonly SearchValues<char> NoName = SearchValues.Create(" \t<>@/");

    /// <summary>A mail of ours has one recipient; a list that it was forwarded to may have some.</summary>
    private const int MostGroups = 100;

    /// <summary>The groups that speak of a recipient, each with its fields by name.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string text)
    {
        text = text.Length > LongestText ? text[..LongestText] : text;
        var groups = Groups(text);
        return groups.Count > 0 || Decoded(text) is not { } decoded ? groups : Groups(decoded);
    }

    private static List<IReadOnlyDictionary<string, string>> Groups(string text)
    {
        var groups = new List<IReadOnlyDictionary<string, string>>();
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? last = null;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')).Append(""))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                Keep();
                (fields, last) = (new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), null);
            }
            else if (char.IsWhiteSpace(line[0]) && last is not null)
            {
                fields[last] += " " + line.Trim();
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and < 60 and var colon && line.AsSpan(0, colon).Trim() is var name && !name.ContainsAny(NoName))
            {
                last = name.ToString();
                // A second recipient without an empty line between.
                if (IsRecipient(last) && fields.ContainsKey(last))
                {
                    Keep();
                    fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                }

                fields[last] = line[(colon + 1)..].Trim();
            }
            else
            {
                last = null;
            }
        }

        return groups;

        void Keep()
        {
            if (groups.Count < MostGroups && fields.Keys.Any(IsRecipient) && (fields.ContainsKey("Action") || fields.ContainsKey("Status") || fields.ContainsKey("Diagnostic-Code")))
                groups.Add(fields);
        }
    }

    private static bool IsRecipient(string name) => name.Equals("Final-Recipient", StringComparison.OrdinalIgnoreCase) || name.Equals("Original-Recipient", StringComparison.OrdinalIgnoreCase);

    /// <summary>Base64 that no header tells of.</summary>
    private static string? Decoded(string text)
    {
        var packed = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[packed.Length];
        return packed.Length > 0 && Convert.TryFromBase64String(packed, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
