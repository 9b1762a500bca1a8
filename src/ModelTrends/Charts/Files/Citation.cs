using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelTrends.Charts.Files;

/// <summary>How to cite a chart: in a sentence, in full, for LaTeX, for programs that read CSL.</summary>
public sealed record Citation(string Brief, string Full, string Bibtex, IReadOnlyDictionary<string, object> CslJson)
{
    /// <param name="address">Live or frozen; part of the citation and of its key.</param>
    public static Citation Of(string title, string subtitle, DateOnly? through, string method, string? attribution, string address)
    {
        var year = (through?.Year ?? 0).ToString(CultureInfo.InvariantCulture);
        var day = through?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "undated";
        var key = "modeltrends-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..8];
        var csl = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = key, ["type"] = "dataset", ["title"] = title, ["author"] = new[] { new Dictionary<string, string>(StringComparer.Ordinal) { ["literal"] = "ModelTrends" } },
            ["URL"] = address, ["note"] = $"{subtitle}; data through {day}; method {method}",
        };
        if (through is { } issued)
            csl["issued"] = new Dictionary<string, int[][]>(StringComparer.Ordinal) { ["date-parts"] = [[issued.Year, issued.Month, issued.Day]] };
        return new Citation(
            $"ModelTrends ({year}), data through {day}",
            $"ModelTrends ({year}). {title}. {subtitle}. Data through {day}, method {method}, attribution {attribution ?? "none"}. {address}",
            $"@misc{{{key},\n  author = {{{{ModelTrends}}}},\n  title = {{{Tex(title)}}},\n  year = {{{year}}},\n  howpublished = {{\\url{{{address}}}}},\n  note = {{Data through {day}, method {method}}}\n}}",
            csl);
    }

    /// <summary>Signs that mean something to TeX, escaped; the address stands in \url, which takes them as they are.</summary>
    private static string Tex(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var sign in text)
        {
            escaped.Append(sign switch
            {
                '%' or '&' or '_' or '#' or '$' or '{' or '}' => $"\\{sign}",
                '\\' => "\\textbackslash{}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                _ => sign.ToString(),
            });
        }

        return escaped.ToString();
    }
}
