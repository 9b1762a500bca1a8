namespace ModelTrends.Archive.Reading;

/// <summary>One record of a file as text.</summary>
/// <param name="Number">From 1: the line in NDJSON, the row after the header in CSV, the row in Parquet and JSON.</param>
/// <param name="Cells">In the order of <see cref="ArchiveColumn"/>.</param>
/// <param name="Fault">What is wrong with the record as a whole; then there are no cells worth reading.</param>
public readonly record struct ArchiveRecord(long Number, string?[] Cells, string? Fault = null)
{
    public static ArchiveRecord Broken(long number, string fault) => new(number, [], fault);
}
