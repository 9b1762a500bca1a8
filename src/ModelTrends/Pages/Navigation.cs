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

    /// <summary>The keyboard's keys by where they work, as the dialog under "?" lists them: keys separated by blanks, and the key of their text.</summary>
    public static IReadOnlyList<(string Part, IReadOnlyList<(string Keys, string Text)> Keys)> Keys { get; } =
    [
        ("ShortcutsSite", [("/", "ShortcutSearch"), ("?", "ShortcutHelp"), ("g h", "ShortcutHome"), ("g s", "ShortcutShare"), ("g r", "ShortcutRace"), ("g b", "ShortcutBoards"), ("g d", "ShortcutDefinitions"), ("g m", "ShortcutMethod")]),
        ("ShortcutsCharts", [("D W M", "ShortcutPeriods"), ("l s b t", "ShortcutViews"), ("% #", "ShortcutValues"), ("n e", "ShortcutScale"), ("0", "ShortcutAll"), ("← →", "ShortcutArrows"), ("Enter", "ShortcutHold"), ("Esc", "ShortcutEscape"), ("f", "ShortcutFull"), ("d", "ShortcutFiles")]),
    ];
}
