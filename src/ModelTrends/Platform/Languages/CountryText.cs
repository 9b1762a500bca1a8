using System.Globalization;

namespace ModelTrends.Platform.Languages;

/// <summary>Countries and regions by their ISO 3166-1 alpha-2 codes, as readers of a language call them.</summary>
public static class CountryText
{
    /// <summary>Names that are shorter in use than in the platform's list.</summary>
    private static readonly Dictionary<string, (string English, string Hindi, string Chinese)> Own = new(StringComparer.Ordinal)
    {
        ["CN"] = ("China", "चीन", "中国"),
        ["US"] = ("United States", "अमेरिका", "美国"),
        ["GB"] = ("United Kingdom", "ब्रिटेन", "英国"),
        ["HK"] = ("Hong Kong", "हांगकांग", "香港"),
        ["MO"] = ("Macao", "मकाऊ", "澳门"),
        ["AE"] = ("United Arab Emirates", "संयुक्त अरब अमीरात", "阿联酋"),
    };

    /// <returns>The code itself where the platform's list lacks it: the registry admits every ISO code.</returns>
    public static string Of(string code, Language language)
    {
        if (Own.TryGetValue(code, out var names)) return language == Language.Hindi ? names.Hindi : language == Language.Chinese ? names.Chinese : names.English;
        try
        {
            // The platform names a country in the language of the culture it is asked with; without its script, Chinese of the United States is written in traditional signs.
            return language == Language.English ? new RegionInfo(code).EnglishName : new RegionInfo($"{language.HtmlLang}-{code}").NativeName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
