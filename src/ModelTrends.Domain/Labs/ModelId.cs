using System.Text.RegularExpressions;

namespace ModelTrends.Domain.Labs;

/// <summary>A repository's address on the Hub, <c>owner/name</c>; the Hub's first repositories have no owner.</summary>
public static partial class ModelId
{
    /// <summary>The owner, or an empty text.</summary>
    public static string Owner(string id) => id.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? id[..slash] : "";

    public static string Repository(string id) => id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether the text can be an address at all; uploaders also declare file paths and free text as bases.</summary>
    public static bool IsValid(string id) => id.Length <= 200 && Shape().IsMatch(id);

    public static bool IsNamespace(string name) => name.Length <= 96 && NamespaceShape().IsMatch(name);

    [GeneratedRegex(@"^([A-Za-z0-9][\w.\-]*/)?[A-Za-z0-9_][\w.\-]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^[A-Za-z0-9][\w.\-]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamespaceShape();
}
