using System.Text;
using System.Text.RegularExpressions;

namespace ModelTrends.Pages.Charts;

/// <summary>One drawing for light and dark pages: where nobody has chosen, the reader's device decides, without a script.</summary>
public static partial class TwoThemes
{
    /// <summary>
    /// The light drawing, each colour that differs written as <c>light-dark(light, dark)</c>. Both drawings are of the same chart, so they
    /// differ in colours alone; should they ever differ in more, the light one stands.
    /// </summary>
    public static string Merge(string light, string dark)
    {
        var (there, here) = (Colour().Matches(dark), Colour().Matches(light));
        if (there.Count != here.Count) return light;
        var text = new StringBuilder(light.Length * 5 / 4);
        var end = 0;
        for (var i = 0; i < here.Count; i++)
        {
            text.Append(light, end, here[i].Index - end);
            text.Append(here[i].Value == there[i].Value ? here[i].Value : $"light-dark({here[i].Value},{there[i].Value})");
            end = here[i].Index + here[i].Length;
        }

        return text.Append(light, end, light.Length - end).ToString();
    }

    [GeneratedRegex("(?<=\")#[0-9A-Fa-f]{6}(?=\")", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Colour();
}
