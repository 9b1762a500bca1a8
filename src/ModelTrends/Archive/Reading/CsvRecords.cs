using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;

namespace ModelTrends.Archive.Reading;

/// <summary>CSV with a header row.</summary>
public static class CsvRecords
{
    public static async IAsyncEnumerable<ArchiveRecord> ReadAsync(Stream stream, ISet<string> ignored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream);
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
        if (!await csv.ReadAsync())
            throw new ArchiveFormatException("The file is empty; a header row is needed.");

        var columns = csv.Record!.Select(ArchiveColumns.Find).ToArray();
        ignored.UnionWith(csv.Record!.Where((_, i) => columns[i] is null));
        if (!columns.Contains(ArchiveColumn.ModelId))
            throw new ArchiveFormatException("The header has no column model_id (or id); day and model_id are required.");

        long number = 0;
        while (await csv.ReadAsync())
        {
            number++;
            cancellationToken.ThrowIfCancellationRequested();
            if (csv.Count != columns.Length)
            {
                yield return ArchiveRecord.Broken(number, $"{csv.Count} cells, where the header has {columns.Length}");
                continue;
            }

            var cells = new string?[ArchiveColumns.Count];
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i] is { } column)
                    cells[(int)column] = csv[i];
            }

            yield return new ArchiveRecord(number, cells);
        }
    }
}
