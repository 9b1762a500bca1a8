using System.Globalization;
using System.Text;

namespace ModelTrends.Platform.Languages;

/// <summary>Numbers as readers of a language write them. Own tables instead of the machine's, so that every machine gives the same bytes.</summary>
public static class NumberText
{
    private sealed record Step(decimal From, decimal Unit, string English, string Hindi, string Chinese);

    private static readonly Step[] EnglishSteps = [new(1_000_000_000m, 1_000_000_000m, " B", "", ""), new(1_000_000m, 1_000_000m, " M", "", ""), new(10_000m, 1_000m, " k", "", "")];
    private static readonly Step[] HindiSteps = [new(1_000_000_000m, 1_000_000_000m, "", " अरब", ""), new(10_000_000m, 10_000_000m, "", " करोड़", ""), new(100_000m, 100_000m, "", " लाख", ""), new(10_000m, 1_000m, "", " हज़ार", "")];
    private static readonly Step[] ChineseSteps = [new(100_000_000m, 100_000_000m, "", "", " 亿"), new(10_000m, 10_000m, "", "", " 万")];

    /// <summary>0.412 is "41.2 %"; one decimal, never "-0.0".</summary>
    public static string Percent(decimal? share, Language language) => share is null
        ? "–"
        : (share is > 0 and < 0.0005m ? "< 0.1" : OneDecimal(share.Value * 100)) + (language == Language.Chinese ? "%" : " %");

    /// <summary>A difference of shares: 0.021 is "+2.1 points".</summary>
    public static string Points(decimal? difference, Language language)
    {
        if (difference is null)
            return "–";
        var points = Math.Round(difference.Value * 100, 1, MidpointRounding.AwayFromZero);
        var word = language == Language.Hindi ? " अंक" : language == Language.Chinese ? " 个百分点" : Math.Abs(points) == 1 ? " point" : " points";
        return PlainPoints(difference.Value) + word;
    }

    /// <summary>The same without the word, where a picture says once what its numbers are: "+2.1".</summary>
    public static string PlainPoints(decimal difference)
    {
        var points = Math.Round(difference * 100, 1, MidpointRounding.AwayFromZero);
        return (points > 0 ? "+" : points < 0 ? "−" : "±") + OneDecimal(Math.Abs(points));
    }

    /// <summary>Three digits and a word: 1.2 M, 12 लाख, 120 万.</summary>
    public static string Compact(decimal value, Language language)
    {
        var steps = language == Language.Hindi ? HindiSteps : language == Language.Chinese ? ChineseSteps : EnglishSteps;
        foreach (var step in steps)
        {
            if (Math.Abs(value) < step.From)
                continue;
            var scaled = value / step.Unit;
            var text = Math.Abs(scaled) >= 100 ? Exact(Math.Round(scaled), language) : TrimZero(OneDecimal(scaled));
            return text + step.English + step.Hindi + step.Chinese;
        }

        return Exact(Math.Round(value), language);
    }

    /// <summary>All digits, grouped: 1,234,567 and in Hindi 12,34,567.</summary>
    public static string Exact(decimal value, Language language)
    {
        var whole = decimal.Truncate(Math.Abs(value)).ToString(CultureInfo.InvariantCulture);
        var grouped = language == Language.Hindi ? Group(whole, 2) : Group(whole, 3);
        var fraction = Math.Abs(value) - decimal.Truncate(Math.Abs(value));
        var tail = fraction == 0 ? "" : Math.Round(fraction, 2).ToString("0.##", CultureInfo.InvariantCulture).TrimStart('0');
        return (value < 0 ? "−" : "") + grouped + tail;
    }

    /// <summary>The last three digits stand together, those before in groups of <paramref name="size"/>.</summary>
    private static string Group(string digits, int size)
    {
        if (digits.Length <= 3)
            return digits;
        var text = new StringBuilder(digits[^3..]);
        for (var end = digits.Length - 3; end > 0; end -= size)
            text.Insert(0, ',').Insert(0, digits[Math.Max(0, end - size)..end]);
        return text.ToString();
    }

    private static string OneDecimal(decimal value)
    {
        var rounded = Math.Round(value, 1, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0m : rounded).ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    private static string TrimZero(string text) => text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
}
