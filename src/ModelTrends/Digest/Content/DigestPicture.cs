using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Content;

/// <summary>The week's chart for the mail.</summary>
public sealed class DigestPicture
{
    /// <returns>Null when the week has nothing to draw.</returns>
    public Task<byte[]?> DrawAsync(DigestContent content, Language language, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);
}
