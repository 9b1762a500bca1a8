namespace ModelTrends.Pages.Dashboards;

/// <summary>The pages that ask one question each, with the addresses of questions people ask most.</summary>
/// <param name="Name">Its texts are <c>Name.Title</c> and <c>Name.Lead</c>.</param>
/// <param name="Slug">The chart it shows.</param>
/// <param name="Presets">Text and query; <c>{year}</c> is the day a year before the last one observed.</param>
public sealed record Dashboard(string Path, string Name, string Slug, IReadOnlyList<(string Text, string Query)> Presets)
{
    public static IReadOnlyList<Dashboard> All { get; } =
    [
        new("/share", "Share", "share",
        [
            ("Preset.ChinaUs", "by=country&keys=CN,US&interval=week&view=line&from={year}"), ("Preset.ChinaUsLikes", "by=country&keys=CN,US&measure=likes"), ("Preset.Publisher", "lens=publisher"),
            ("Preset.All", "population=all"), ("Preset.Labs", "by=lab"), ("Preset.Embedding", "population=all&source=archive:embedding-models-2024-2026&interval=month"),
        ]),
        new("/race", "Race", "race",
        [
            ("Preset.QwenLlama", "keys=qwen,llama"), ("Preset.Five", "keys=qwen,llama,deepseek,gemma,gpt-oss"), ("Preset.LabsRace", "by=lab&keys=alibaba,deepseek,openai,meta"),
            ("Preset.Countries", "by=country&keys=CN,US"), ("Preset.SinceRelease", "by=generation&keys=Qwen3,Llama 4,DeepSeek-R1&align=release"), ("Preset.Models", "by=model"),
        ]),
        new("/leaderboards", "Boards", "leaderboard",
        [
            ("Preset.FourOfFive", "top=5&country=CN&atLeast=4"), ("Preset.HalfOfTen", "top=10&country=US&atLeast=5"), ("Preset.Downloads", "measure=downloads30d&top=25"), ("Preset.Likes", "measure=likes"),
        ]),
        new("/flows", "Flows", "flows", [("Preset.All", "population=all")]),
        new("/derivatives", "Derivatives", "derivatives", [("Preset.All", "population=all"), ("Preset.Labs", "by=lab")]),
        new("/concentration", "Concentration", "concentration", [("Preset.All", "population=all"), ("Preset.ChinaUsLikes", "measure=likes")]),
        new("/adoption", "Adoption", "adoption", []),
        new("/releases", "Releases", "releases", [("Preset.ByLab", "by=lab"), ("Preset.Monthly", "interval=month"), ("Preset.All", "population=all")]),
        new("/definitions", "Definitions", "definitions", []),
        new("/why", "Why", "why", [("Preset.Labs", "by=lab"), ("Preset.Us", "key=US"), ("Preset.Publisher", "lens=publisher")]),
    ];

    public static Dashboard Of(string path) => All.First(dashboard => string.Equals(dashboard.Path, path.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
}
