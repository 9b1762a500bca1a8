using Microsoft.Extensions.Localization;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>Names and colours of countries in a mail, in the language of the moment.</summary>
internal static class DigestWords
{
    public static string Country(IStringLocalizer texts, string key) => key switch
    {
        KeyNames.Other => texts["Others"],
        "unknown" => texts["Unknown"],
        "international" => texts["International"],
        "individual" => texts["Individual"],
        _ => CountryText.Of(key, Language.Current),
    };

    /// <summary>The light theme's colours; they stand out from dark paper too.</summary>
    public static string Colour(string key) => key switch
    {
        "CN" => "#D55E00",
        "US" => "#0072B2",
        "unknown" => "#C9CDD3",
        _ => Domain.Labs.Regions.Of(key) switch { "europe" => "#009E73", "international" or "individual" => "#6B7785", _ => "#B0589A" },
    };
}
