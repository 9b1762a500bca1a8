namespace ModelTrends.Charts.Files;

public enum ChartFormat { Png, Svg, Csv, Json, Xlsx, Metadata, Zip, Option }

/// <summary>The bytes of one file, as sent and as cached.</summary>
public sealed record ChartFile(byte[] Body, string ContentType);

/// <summary>The question has an answer without a single number; said with 404, never drawn.</summary>
public sealed class NothingToDrawException() : Exception("There is nothing to draw for this question yet.");

/// <summary>Ending and media type of each format.</summary>
public static class ChartFormats
{
    public static string Ending(ChartFormat format) => format switch
    {
        ChartFormat.Metadata => "metadata.json",
        ChartFormat.Option => "option.json",
        _ => format.ToString().ToLowerInvariant(),
    };

    public static string MediaType(ChartFormat format) => format switch
    {
        ChartFormat.Png => "image/png",
        ChartFormat.Svg => "image/svg+xml",
        ChartFormat.Csv => "text/csv; charset=utf-8; header=present",
        ChartFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ChartFormat.Zip => "application/zip",
        _ => "application/json; charset=utf-8",
    };

    public static ChartFormat? Find(string ending) => Enum.GetValues<ChartFormat>().Cast<ChartFormat?>().FirstOrDefault(format => Ending(format!.Value) == ending);
}
