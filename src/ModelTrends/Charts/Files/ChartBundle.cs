using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using MiniExcelLibs;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts.Files;

/// <summary>Files made of other files: the workbook, and the zip with everything and the hashes of everything.</summary>
public static class ChartBundle
{
    /// <summary>MiniExcel and zip stamp the time of making; this one stands there instead, so that equal content gives equal bytes.</summary>
    private static readonly DateTime NoTime = new(1980, 1, 2);

    /// <summary>Rows as a workbook, with a second sheet that says what they mean. Texts are texts there: a name that begins with = is no formula.</summary>
    public static byte[] Workbook(CsvTable table, ChartMetadata metadata)
    {
        var sheets = new Dictionary<string, object>(StringComparer.Ordinal) { ["data"] = Rows(table), ["about"] = About(metadata) };
        using var stream = new MemoryStream();
        MiniExcel.SaveAs(stream, sheets);
        return Stamped(stream);
    }

    /// <param name="day">Stamped on the entries: the day of the data, so that equal content gives equal bytes.</param>
    public static byte[] Zip(IReadOnlyList<(string Name, byte[] Body)> files, DateOnly? day)
    {
        var sums = string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Body))}  {file.Name}\n"));
        var time = day is { Year: > 1980 } known ? known.ToDateTime(TimeOnly.MinValue) : NoTime;
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, body) in files.Append(("SHA256SUMS", Encoding.ASCII.GetBytes(sums))))
                Add(zip, name, body, time);
        }

        return stream.ToArray();
    }

    public static byte[] Readme(ChartMetadata metadata, ChartTexts texts)
    {
        var text = new StringBuilder();
        text.Append(metadata.Title).Append('\n').Append(metadata.Subtitle).Append("\n\n");
        if (metadata.Findings.Count > 0) text.AppendJoin('\n', metadata.Findings).Append("\n\n");
        Section(texts["readme.cite"], [metadata.Citation.Full]);
        Section(texts["readme.caveats"], metadata.Definitions.Select(note => "- " + note));
        Section(texts["readme.sources"], metadata.Sources.Select(source => "- " + Source(source, texts)));
        Section(texts["readme.files"],
        [
            $"chart.png, chart.svg  {texts["take.pictures"]}", $"data.csv  {texts["take.shown"]}", $"data.xlsx  {texts["take.workbook"]}", $"all.csv  {texts["take.all"]}", $"data.json  {texts["take.json"]}",
            $"metadata.json  {texts["take.metadata"]}", $"SHA256SUMS  {texts["readme.check"]}",
        ]);
        Section(texts["readme.address"], [metadata.Address]);
        return Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\n') + "\n");

        void Section(string head, IEnumerable<string> lines) => text.Append(head).Append('\n').AppendJoin('\n', lines).Append("\n\n");
    }

    public static string Source(SourceCredit source, ChartTexts texts) =>
        texts.Format("readme.source", source.Title, source.Key, source.Licence ?? texts["readme.none"], source.Credit ?? texts["readme.none"]);

    private static List<Dictionary<string, object?>> Rows(CsvTable table) => [.. table.Rows.Select(row =>
    {
        var cells = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < row.Count; i++)
            cells[table.Header[i]] = Cell(row[i]);
        return cells;
    }).DefaultIfEmpty(table.Header.ToDictionary(head => head, _ => (object?)null, StringComparer.Ordinal))];

    private static List<Dictionary<string, object?>> About(ChartMetadata metadata)
    {
        var texts = ChartTexts.Of(Platform.Languages.Language.Find(metadata.Language)!);
        return
        [
            Line("title", metadata.Title), Line("subtitle", metadata.Subtitle), .. metadata.Findings.Select(said => Line("finding", said)), Line("unit", metadata.Unit), Line("data_through", Cell(metadata.DataThrough)),
            .. metadata.Definitions.Select(note => Line("definition", note)), .. metadata.Sources.Select(source => Line("source", Source(source, texts))),
            Line("citation", metadata.Citation.Full), Line("methodology_version", metadata.MethodologyVersion), Line("attribution_version", metadata.AttributionVersion),
            Line("address", metadata.Address), Line("data_csv_sha256", metadata.DataSha256),
        ];

        static Dictionary<string, object?> Line(string name, object? value) => new(StringComparer.Ordinal) { ["name"] = name, ["value"] = value };
    }

    private static byte[] Stamped(Stream workbook)
    {
        using var source = new ZipArchive(workbook, ZipArchiveMode.Read);
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var body = entry.Open();
                using var bytes = new MemoryStream();
                body.CopyTo(bytes);
                Add(zip, entry.FullName, bytes.ToArray(), NoTime);
            }
        }

        return target.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] body, DateTime time)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(time, TimeSpan.Zero);
        using var target = entry.Open();
        target.Write(body);
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
