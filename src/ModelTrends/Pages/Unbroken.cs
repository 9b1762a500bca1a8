using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace ModelTrends.Pages;

/// <summary>A heading whose numbers stay with what they count: "67.5 %" is one word to a line's end.</summary>
public static partial class Unbroken
{
    public static IHtmlContent Of(string text) => new HtmlString(Number().Replace(HtmlEncoder.Default.Encode(text), "<span class=\"one-word\">$0</span>"));

    [GeneratedRegex(@"(?<![\w.,])\d[\d.,]* (?:%|[BMk]\b)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
