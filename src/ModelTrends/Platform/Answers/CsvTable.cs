using System.Globalization;
using System.Text;

namespace ModelTrends.Platform.Answers;

/// <summary>An answer that can also be read as rows: the same rows as its JSON.</summary>
public interface ICsvAnswer
{
    Meta Meta { get; }

    CsvTable ToCsv();
}

/// <summary>RFC 4180: comma, quotes where needed, CRLF, UTF-8. Text that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
public sealed record CsvTable(IReadOnlyList<string> Header, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>
    /// The same rows with the registry's version in the last column, so that a file tells by itself what it rests on; as it is where
    /// nothing is attributed.
    /// </summary>
    public CsvTable Attributed(string? version) =>
        version is null ? this : new([.. Header, "attribution_version"], Rows.Select(row => (IReadOnlyList<object?>)[.. row, version]));

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        Append(text, Header);
        foreach (var row in Rows)
            Append(text, row);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, IReadOnlyList<object?> row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(Cell(row[i]));
        }

        text.Append("\r\n");
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        decimal number => AnswerJson.Normalise(number).ToString(CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        string text => Quote(text),
        IEnumerable<string> list => Quote(string.Join(';', list)),
        Enum name => Quote(Names.Of(name)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quote(value.ToString() ?? ""),
    };

    private static string Quote(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t', ..] && !IsNumber(text))
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
