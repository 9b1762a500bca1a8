using System.Net.Http.Headers;

namespace ModelTrends.HuggingFace;

/// <summary>
/// The cursor of <c>rel="next"</c>. Only the cursor is taken: mirrors leave the public Hub's address in the link, and a token must not follow it.
/// </summary>
internal static class LinkHeader
{
    /// <exception cref="HubTransportException">A next page is promised without a cursor.</exception>
    public static string? NextCursor(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Link", out var values))
            return null;
        foreach (var link in values.SelectMany(Split))
        {
            var end = link.IndexOf('>', StringComparison.Ordinal);
            if (!link.StartsWith('<') || end < 0 || !IsNext(link[(end + 1)..]))
                continue;
            return Cursor(link[1..end]) ?? throw new HubTransportException("The Hub promised a next page without a cursor.");
        }

        return null;
    }

    /// <summary>Commas separate links, but may also stand inside an address.</summary>
    private static IEnumerable<string> Split(string header)
    {
        var start = 0;
        var inside = false;
        for (var i = 0; i < header.Length; i++)
        {
            if (header[i] == '<') inside = true;
            else if (header[i] == '>') inside = false;
            else if (header[i] == ',' && !inside)
            {
                yield return header[start..i].Trim();
                start = i + 1;
            }
        }

        yield return header[start..].Trim();
    }

    private static bool IsNext(string parameters) => parameters.Split(';', StringSplitOptions.TrimEntries)
        .Where(parameter => parameter.StartsWith("rel=", StringComparison.OrdinalIgnoreCase))
        .SelectMany(parameter => parameter[4..].Trim('"').Split(' '))
        .Any(relation => relation.Equals("next", StringComparison.OrdinalIgnoreCase));

    private static string? Cursor(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;
        foreach (var pair in address[(query + 1)..].Split('&'))
        {
            if (pair.StartsWith("cursor=", StringComparison.Ordinal) && pair.Length > 7)
                return Uri.UnescapeDataString(pair[7..].Replace('+', ' '));
        }

        return null;
    }
}
