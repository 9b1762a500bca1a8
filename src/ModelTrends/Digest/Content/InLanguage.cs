using System.Globalization;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Content;

/// <summary>Resource texts in another language than the request's, until disposed.</summary>
public sealed class InLanguage : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public InLanguage(Language language) => CultureInfo.CurrentUICulture = language.Culture;

    public void Dispose() => CultureInfo.CurrentUICulture = _before;
}
