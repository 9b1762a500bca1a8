using Microsoft.Extensions.Localization;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages;

/// <summary>How a country is named and coloured on pages: a shape, a colour and its name, never a colour alone.</summary>
public static class CountryMark
{
    public static string Tone(string country) => country switch
    {
        "CN" or "US" or Countries.International or Countries.Individual or Countries.Unknown => "tone-" + country,
        _ => Regions.Of(country) == "europe" ? "tone-europe" : "tone-rest",
    };

    public static string Name(string country, IStringLocalizer texts) => country switch
    {
        Countries.International => texts["International"],
        Countries.Individual => texts["Individual"],
        Countries.Unknown => texts["Unknown"],
        "other" => texts["Others"],
        _ => CountryText.Of(country, Language.Current),
    };
}
