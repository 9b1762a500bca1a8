using System.Globalization;

namespace ModelTrends.Platform.Languages;

/// <summary>The languages of the site. The code is what <c>lang=</c> takes and what <c>&lt;html lang&gt;</c> says.</summary>
public sealed record Language(string Code, string Name, string HtmlLang)
{
    public static readonly Language English = new("en", "English", "en");
    public static readonly Language Hindi = new("hi", "हिन्दी", "hi");
    public static readonly Language Chinese = new("zh", "中文", "zh-Hans");

    public static IReadOnlyList<Language> All { get; } = [English, Hindi, Chinese];

    public static Language? Find(string? code) => All.FirstOrDefault(language => string.Equals(language.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The language of the request, as the localisation middleware has decided.</summary>
    public static Language Current => Find(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? English;

    public CultureInfo Culture => CultureInfo.GetCultureInfo(Code);
}
