using Microsoft.Extensions.Localization;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Labs;

/// <summary>Words of the pages about labs, families, models and unknown namespaces; the texts stand in <c>Texts.*.resx</c>.</summary>
public sealed class Texts;

/// <summary>Names of countries, kinds and rules, and numbers, in the reader's language.</summary>
public static class TextsOf
{
    public static string Country(this IStringLocalizer<Texts> texts, string country) =>
        country is Countries.International or Countries.Individual or Countries.Unknown ? texts["Country." + country] : CountryText.Of(country, Language.Current);

    public static string Region(this IStringLocalizer<Texts> texts, string region) => texts["Region." + region];

    public static string Kind(this IStringLocalizer<Texts> texts, string kind) => kind.Length == 0 ? "" : texts["Kind." + kind];

    public static string Rule(this IStringLocalizer<Texts> texts, string rule) => texts["Rule." + rule];

    /// <summary>Whole numbers in full; splits of merges are rounded here and exact in files.</summary>
    public static string Number(decimal? value) => value is { } number ? NumberText.Exact(Math.Round(number), Language.Current) : "–";

    public static string Percent(decimal? share) => NumberText.Percent(share, Language.Current);

    public static string Day(DateOnly day) => DateText.Day(day, Language.Current);

    /// <summary>Only addresses of the web become links; anything else is shown as text.</summary>
    public static bool IsLink(string? url) => url is not null && RegistryCheck.AddressFault(url) is null;

    /// <summary>The page of a model on this site.</summary>
    public static string ModelPath(string name) => "/models/" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
}
