using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using MiniExcelLibs;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts.Files;

/// <summary>Files made of other files: the workbook, and the zip with everything and the hashes of everything.</summary>
public static class ChartBundle
{
    /// <summary>Rows as a workbook. Texts are texts there: a name that begins with = is no formula.</summary>
    public static byte[] Workbook(CsvTable table)
    {
        var rows = table.Rows.Select(row =>
        {
            var cells = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var i = 0; i < row.Count; i++)
                cells[table.Header[i]] = Cell(row[i]);
            return cells;
        }).ToList();
        using var stream = new MemoryStream();
        MiniExcel.SaveAs(stream, rows, sheetName: "data");
        return stream.ToArray();
    }

    /// <param name="day">Stamped on the entries: the day of the data, so that equal content gives equal bytes.</param>
    public static byte[] Zip(IReadOnlyList<(string Name, byte[] Body)> files, DateOnly day)
    {
        var sums = string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Body))}  {file.Name}\n"));
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, body) in files.Append(("SHA256SUMS", Encoding.ASCII.GetBytes(sums))))
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(day < new DateOnly(1980, 1, 2) ? new DateTime(1980, 1, 2) : day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
                using var target = entry.Open();
                target.Write(body);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Readme(ChartMetadata metadata)
    {
        var text = new StringBuilder();
        text.AppendLine(metadata.Title).AppendLine(metadata.Subtitle).AppendLine();
        text.AppendLine("How to cite").AppendLine(metadata.Citation.Full).AppendLine();
        text.AppendLine("Caveats");
        foreach (var note in metadata.Definitions) text.Append("- ").AppendLine(note);
        text.AppendLine().AppendLine("Sources");
        foreach (var source in metadata.Sources) text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"- {source.Title} ({source.Key}); licence: {source.Licence ?? "not stated"}; credit: {source.Credit ?? "none"}");
        text.AppendLine().AppendLine("Files")
            .AppendLine("chart.png, chart.svg  the picture").AppendLine("data.csv, data.xlsx  the rows in the picture").AppendLine("all.csv  every row of the answer")
            .AppendLine("data.json  the answer of the API").AppendLine("metadata.json  definitions, sources, citations").AppendLine("SHA256SUMS  check with: sha256sum -c SHA256SUMS");
        text.AppendLine().AppendLine("Address").AppendLine(metadata.Address);
        return Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n").ToString());
    }

    private static object? Cell(object? value) => value switch
    {
        null => null,
        decimal number => AnswerJson.Normalise(number),
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        string text => text,
        IEnumerable<string> list => string.Join(';', list),
        Enum name => Names.Of(name),
        _ => value,
    };
}
