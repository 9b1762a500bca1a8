using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts.Files;

/// <summary>Sizes that places where pictures are shown ask for.</summary>
public enum PicturePreset { Article, Square, Story, Og, Twitter, Thumbnail }

/// <summary>How a picture file is to be: its own parameters, beside those of the chart's state.</summary>
/// <param name="Width">Of the sheet; pixels of the file are this times <paramref name="Scale"/>.</param>
public sealed record PictureOptions(int Width, int Height, double Scale, bool Caption, bool Outline)
{
    /// <summary>PNG of at most 256 colours: for pictures that are mailed ten thousand times.</summary>
    public bool IsSmall { get; init; }

    public static PictureOptions Default { get; } = new(1200, 675, 1, true, false);

    /// <summary>The sheet on a phone.</summary>
    public static PictureOptions Narrow { get; } = Default with { Width = 380, Height = 520 };

    /// <summary>Pixels of the largest file: a scale of 3 up to 1,600 x 1,100. More takes seconds and hundreds of megabytes.</summary>
    private const double MostPixels = 16_000_000;

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("width", "Of the sheet, 240 to 2400.", Default: "1200", Format: "integer"),
        new("height", "Of the sheet, 160 to 2400.", Default: "675", Format: "integer"),
        new("preset", "A size by its use; goes before width, height and scale.", Names.All<PicturePreset>()),
        new("caption", "With title, subtitle and footer.", ["true", "false"], "true", "boolean"),
        new("outline", "SVG only: texts as paths.", ["true", "false"], "false", "boolean"),
    ];

    public static PictureOptions Read(QueryReader reader)
    {
        var options = new PictureOptions(
            reader.Number("width", Default.Width, 240, 2400), reader.Number("height", Default.Height, 160, 2400), reader.List("scale", 2).Select(text => text switch { "2" => 2, "3" => 3, _ => 1 }).DefaultIfEmpty(1).Max(), reader.Flag("caption", true), reader.Flag("outline"));
        if (reader.Text("preset") is not null && reader.Choice("preset", PicturePreset.Article) is var preset)
            options = Of(preset, options);
        if (options.Width * options.Scale * options.Height * options.Scale > MostPixels)
            reader.Fail("scale", $"{options.Width} x {options.Height} at scale {options.Scale} is more than {MostPixels / 1e6:0} million pixels.");
        return options;
    }

    /// <summary>Sheets are small and scaled up, so that texts stay readable where the picture is shown small.</summary>
    public static PictureOptions Of(PicturePreset preset) => Of(preset, Default);

    private static PictureOptions Of(PicturePreset preset, PictureOptions asked) => preset switch
    {
        PicturePreset.Square => asked with { Width = 432, Height = 432, Scale = 2.5 },
        PicturePreset.Story => asked with { Width = 405, Height = 720, Scale = 8 / 3.0 },
        PicturePreset.Og => asked with { Width = 480, Height = 252, Scale = 2.5 },
        PicturePreset.Twitter => asked with { Width = 640, Height = 360, Scale = 1.875 },
        PicturePreset.Thumbnail => asked with { Width = 320, Height = 180, Scale = 1, Caption = false },
        _ => asked with { Width = 720, Height = 405, Scale = 5 / 3.0 },
    };
}
