namespace ModelTrends.Pages;

/// <summary>The pages of the header and the footer, by path and text key.</summary>
public static class Navigation
{
    public static IReadOnlyList<(string Path, string Text)> Header { get; } =
    [
        ("/share", "NavShare"), ("/race", "NavRace"), ("/leaderboards", "NavBoards"), ("/releases", "NavReleases"), ("/definitions", "NavDefinitions"),
        ("/data", "NavData"), ("/labs", "NavLabs"), ("/families", "NavFamilies"), ("/method", "NavMethod"),
    ];

    public static IReadOnlyList<(string Path, string Text)> Footer { get; } =
    [
        ("/flows", "NavFlows"), ("/derivatives", "NavDerivatives"), ("/concentration", "NavConcentration"), ("/adoption", "NavAdoption"), ("/status", "NavStatus"), ("/subscriptions", "NavDigest"), ("/unknown", "NavUnknown"), ("/docs", "NavApi"), ("/about", "NavAbout"),
    ];
}
