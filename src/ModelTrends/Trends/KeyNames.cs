using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Trends;

/// <summary>What a series counts for.</summary>
public enum Dimension { Country, Region, Lab, Family, Generation }

/// <summary>English names of keys, for readers of the API; pages and charts translate countries themselves.</summary>
public static class KeyNames
{
    /// <summary>The sum of what was not asked for; never stored.</summary>
    public const string Other = "other";

    public static string Of(Dimension dimension, string key, Registry registry) => key switch
    {
        Other => "Other",
        Countries.Unknown => "Unknown",
        Countries.International => "International",
        Countries.Individual => "Individuals",
        _ => dimension switch
        {
            Dimension.Country => Country(key),
            Dimension.Region => key switch
            {
                Regions.China => "China",
                Regions.UnitedStates => "United States",
                Regions.Europe => "Europe",
                _ => "Rest of the world",
            },
            Dimension.Lab => registry.FindLab(key)?.Name ?? key,
            Dimension.Family => registry.FindFamily(key)?.Name ?? key,
            _ => key,
        },
    };

    public static string Country(string code) => code switch
    {
        Countries.Unknown => "Unknown",
        Countries.International => "International",
        Countries.Individual => "Individuals",
        _ when Countries.IsKnown(code) => CountryText.Of(code, Language.English),
        _ => code,
    };

    /// <summary>Null, or why the key cannot be one.</summary>
    public static string? Fault(Dimension dimension, string key, Registry registry)
    {
        if (key is Other or Countries.Unknown) return null;
        return dimension switch
        {
            Dimension.Country when !Countries.IsKnown(key) => $"'{key}' is neither an ISO 3166-1 alpha-2 code in capitals nor international, individual or unknown.",
            Dimension.Region when !Regions.All.Contains(key, StringComparer.Ordinal) => $"'{key}' is not one of {string.Join(", ", Regions.All)}.",
            Dimension.Lab when registry.FindLab(key) is null => $"There is no lab '{key}'; /api/v1/labs lists them.",
            Dimension.Family when registry.FindFamily(key) is null => $"There is no family '{key}'; /api/v1/families lists them.",
            Dimension.Generation when !registry.Families.Any(family => family.Generations.Any(generation => generation.Name == key)) => $"There is no generation '{key}'; /api/v1/families lists them.",
            _ => null,
        };
    }
}
