namespace ModelTrends.Pages;

/// <summary>The pages of the header and the footer, by path and text key.</summary>
public static class Navigation
{
    public static IReadOnlyList<(string Path, string Text)> Header { get; } =
    [
        ("/labs", "NavLabs"), ("/families", "NavFamilies"), ("/status", "NavStatus"), ("/method", "NavMethod"),
    ];

    public static IReadOnlyList<(string Path, string Text)> Footer { get; } =
    [
        ("/subscriptions", "NavDigest"), ("/unknown", "NavUnknown"), ("/docs", "NavApi"), ("/about", "NavAbout"),
    ];
}
