using ModelTrends.Domain.Labs;

namespace ModelTrends.Charts.Figures;

public enum ThemeName { Light, Dark }

/// <summary>The fixed colours: a country looks the same in every chart. Verified for the three common colour deficiencies.</summary>
public sealed record Theme(string Text, string Faint, string Grid, string Paper, IReadOnlyDictionary<string, string> Regions)
{
    public const string Other = "other";

    public static Theme Light { get; } = new("#1B1F24", "#57606A", "#E3E7EB", "#FFFFFF", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Domain.Labs.Regions.China] = "#D55E00", [Domain.Labs.Regions.UnitedStates] = "#0072B2", [Domain.Labs.Regions.Europe] = "#009E73", [Domain.Labs.Regions.Rest] = "#B0589A",
        [Countries.International] = "#6B7785", [Countries.Individual] = "#828C97", [Countries.Unknown] = "#C9CDD3", [Other] = "#A5ADB6",
    });

    public static Theme Dark { get; } = new("#E8EBEF", "#A9B2BC", "#2B323A", "#14181D", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Domain.Labs.Regions.China] = "#FF8A4C", [Domain.Labs.Regions.UnitedStates] = "#5AB4F0", [Domain.Labs.Regions.Europe] = "#3DD6A5", [Domain.Labs.Regions.Rest] = "#E6A6CC",
        [Countries.International] = "#97A3B0", [Countries.Individual] = "#7A8591", [Countries.Unknown] = "#4A525C", [Other] = "#5D6772",
    });

    public static Theme Of(ThemeName name) => name == ThemeName.Dark ? Dark : Light;

    public string Colour(string region) => Regions.TryGetValue(region, out var colour) ? colour : Regions[Other];

    /// <summary>The n-th series of one region: the region's hue, further and further towards text and paper in turns, so a race still reads as East and West.</summary>
    public string Shade(string region, int index)
    {
        if (index == 0) return Colour(region);
        var part = Math.Min(0.75, 0.22 * ((index + 1) / 2));
        return Mix(Colour(region), index % 2 == 1 ? Text : Paper, part);
    }

    /// <summary>Text on a cell of that colour: dark or white, whichever differs more from it as WCAG measures it.</summary>
    public static string On(string colour) => Contrast(colour, Dark.Paper) >= Contrast(colour, Light.Paper) ? Dark.Paper : Light.Paper;

    /// <summary>1 to 21; small text needs 4.5.</summary>
    public static double Contrast(string a, string b)
    {
        var (one, other) = (Luminance(a), Luminance(b));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var (r, g, b) = Parts(colour);
        return (0.2126 * Linear(r)) + (0.7152 * Linear(g)) + (0.0722 * Linear(b));

        static double Linear(int part) => part / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    public static string Mix(string from, string to, double part)
    {
        var (r, g, b) = Parts(from);
        var (r2, g2, b2) = Parts(to);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{Step(r, r2):X2}{Step(g, g2):X2}{Step(b, b2):X2}");

        int Step(int a, int z) => (int)Math.Round(a + ((z - a) * part), MidpointRounding.AwayFromZero);
    }

    private static (int R, int G, int B) Parts(string colour) =>
        (Convert.ToInt32(colour[1..3], 16), Convert.ToInt32(colour[3..5], 16), Convert.ToInt32(colour[5..7], 16));
}
