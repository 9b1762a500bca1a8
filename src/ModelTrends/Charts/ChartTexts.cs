using System.Globalization;
using System.Resources;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts;

/// <summary>The words of charts in one language, from <c>ChartTexts*.resx</c>.</summary>
public sealed class ChartTexts
{
    private static readonly ResourceManager Resources = new("ModelTrends.Charts.ChartTexts", typeof(ChartTexts).Assembly);
    private static readonly Dictionary<Language, ChartTexts> All = Language.All.ToDictionary(language => language, language => new ChartTexts(language));

    private readonly CultureInfo _culture;

    private ChartTexts(Language language)
    {
        Language = language;
        _culture = language == Language.English ? CultureInfo.InvariantCulture : language.Culture;
    }

    public Language Language { get; }

    /// <summary>A text that is missing is a fault of the build, not something to show the key of.</summary>
    public string this[string key] => Resources.GetString(key, _culture) ?? throw new MissingManifestResourceException($"ChartTexts has no text '{key}'.");

    public static ChartTexts Of(Language language) => All[language];

    public string Format(string key, params ReadOnlySpan<object?> values) => HanSpacing.Of(string.Format(CultureInfo.InvariantCulture, this[key], values), Language);

    /// <summary>What stands between two sentences.</summary>
    public string Gap => Language == Language.Chinese ? "" : " ";

    public string Measure(Measure measure) => this["measure." + Names.Of(measure)];

    /// <summary>"new downloads of language models".</summary>
    public string Of(Measure measure, Population population, Coverage coverage) =>
        // Places of the trending list are of a list by themselves.
        Format("of." + Names.Of(measure), measure == Domain.Trends.Measure.TrendingSlots ? Population(population) : Population(population, coverage));

    /// <summary>The same at the beginning of a sentence.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public string Population(Population population) => this["population." + Names.Of(population)];

    /// <summary>"language models", and where they are not the whole Hub's: "language models in the list".</summary>
    public string Population(Population population, Coverage coverage) =>
        coverage.Kind is "list" or "sample" ? Format("part." + coverage.Kind, Population(population)) : Population(population);

    /// <summary>A value of an address's parameter in words, as a control offers it: <c>Option("population", "language")</c>. Sizes and keys are their own words.</summary>
    public string Option(string parameter, string value) => Resources.GetString($"option.{parameter}.{value}", _culture) ?? value;

    /// <summary>The head of a file's column in words; what has no word of its own keeps the file's.</summary>
    public string Column(string name) => Resources.GetString("column." + name, _culture) ?? name;

    /// <summary>What kind of event it is.</summary>
    public string Event(string kind) => Resources.GetString("event." + kind, _culture) ?? kind;

    /// <summary>Why a point is not sound; one of a later method is told by its own name.</summary>
    public string Flag(string flag) => Resources.GetString("flag." + flag, _culture) ?? flag;

    /// <summary>A definition's name; the id where it is a published claim's.</summary>
    public string Definition(string id) => Resources.GetString("definition." + id, _culture) ?? id;

    /// <summary>What a published claim says in words, in the reader's language or else as it was published, in English.</summary>
    public (PublishedClaim.Words Words, bool IsEnglish) Claim(DefinitionsQuery.Claim claim) =>
        PublishedClaim.Load().FirstOrDefault(one => one.Id == claim.Id)?.In(Language.Code) is { } words ? (words, false) : (new PublishedClaim.Words(claim.Window, claim.Population, claim.Note), true);

    /// <summary>A country, region or what stands for many, by its key; other keys are their own names.</summary>
    public string KeyOr(string key) => Resources.GetString("key." + key, _culture) ?? (key.Length == 2 ? Country(key, KeyNames.Country(key)) : key);

    /// <summary>What a control is called.</summary>
    public string Control(string parameter) => this["control." + parameter];

    public string Day(DateOnly day) => DateText.Day(day, Language);

    /// <summary>A small share is not none: what would round to 0.0 is said to be below 0.1.</summary>
    public string Percent(decimal share) => share is > 0 and < 0.0005m ? "< " + NumberText.Percent(0.001m, Language) : NumberText.Percent(share, Language);

    public string Number(decimal value) => NumberText.Compact(value, Language);

    /// <summary>Name of a country, region, lab or family; labs and families keep their own names.</summary>
    public string Key(Dimension dimension, string key, string name)
    {
        if (key is KeyNames.Other or Countries.Unknown or Countries.International or Countries.Individual) return this["key." + key];
        if (dimension == Dimension.Region) return this["key." + key];
        return dimension == Dimension.Country ? Country(key, name) : name;
    }

    public string Country(string code, string otherwise) => code switch
    {
        Countries.Unknown or Countries.International or Countries.Individual => this["key." + code],
        _ when Language == Language.English || code.Length != 2 => otherwise,
        _ => CountryText.Of(code, Language),
    };
}
