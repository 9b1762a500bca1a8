using Microsoft.Extensions.Localization;

namespace ModelTrends.Platform.Languages;

/// <summary>The texts of pages and mails; what was put into their gaps keeps its distance from Chinese signs.</summary>
public sealed class SpacedLocalizer<T>(IStringLocalizerFactory factory) : IStringLocalizer<T>
{
    private readonly IStringLocalizer _texts = factory.Create(typeof(T));

    public LocalizedString this[string name] => _texts[name];

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = _texts[name, arguments];
            return new LocalizedString(text.Name, HanSpacing.Of(text.Value, Language.Current), text.ResourceNotFound, text.SearchedLocation);
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _texts.GetAllStrings(includeParentCultures);
}
