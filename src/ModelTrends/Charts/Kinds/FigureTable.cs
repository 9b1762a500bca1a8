using System.Globalization;
using ModelTrends.Charts.Figures;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <param name="Raw">What sorting and copying take: ISO days and plain numbers; null: the text.</param>
/// <param name="Class">number or date, as style sheets name it.</param>
public sealed record TableCell(string Text, string? Raw, string? Class);

/// <summary>
/// The numbers of a chart as people read them, on pages and in pictures of <c>view=table</c>: a period a row and a series a column where there
/// are both, else the rows of the file. Heads and values are words of the reader's language; the file keeps its names.
/// </summary>
public sealed record FigureTable(IReadOnlyList<(string Text, bool IsNumber)> Heads, IReadOnlyList<IReadOnlyList<TableCell>> Rows, int All, string? Caption)
{
    /// <summary>Rows a page shows; the file has all.</summary>
    private const int MostRows = 120;

    /// <summary>The same on every row, and said below the table.</summary>
    private const string Version = "attribution_version";

    private static readonly HashSet<string> Shares = new(StringComparer.Ordinal) { "share", "china", "united_states", "publisher_share", "origin_share" };

    private static readonly HashSet<string> Days = new(StringComparer.Ordinal) { "day", "period", "released", "from", "to" };

    /// <summary>Columns whose values have words of their own.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "measure", "population", "lens", "relation", "size", "interval", "what", "published", "observed", "kind" };

    /// <summary>A name that is one already, whatever else its letters could be a key of.</summary>
    private sealed record Named(string Text);

    public static FigureTable Of(Figure figure, ChartState state) =>
        figure.Answer is ShareQuery.Response answer && answer.Series.Count > 0 ? Pivot(figure, state, answer) : Plain(figure, state);

    /// <summary>A name says what its key says, and a board by a measure has its column once; the files have all.</summary>
    private static bool IsShown(string head, IReadOnlyList<string> header, string measure) => head switch
    {
        Version => false,
        "key" => !header.Contains("name", StringComparer.Ordinal),
        "lab" => !header.Contains("lab_name", StringComparer.Ordinal),
        "downloads_30d" => measure != "downloads30d" || !header.Contains("value", StringComparer.Ordinal),
        "likes" => measure != "likes" || !header.Contains("value", StringComparer.Ordinal),
        _ => true,
    };

    /// <summary>The same figure with its numbers written out instead of drawn.</summary>
    public static Figure Draw(Figure figure, ChartState state)
    {
        var table = Of(figure, state);
        var texts = ChartTexts.Of(state.Language);
        TableHead[] heads = [.. table.Heads.Select(head => new TableHead(head.Text, head.IsNumber))];
        string[][] rows = [.. table.Rows.Select(row => row.Select(cell => cell.Text).ToArray())];
        return figure with { Reading = "", Plot = frame => TableFigure.Draw(frame, heads, rows, shown => texts.Format("tool.rows", shown, table.All)) };
    }

    /// <summary>The rows of a file that was written before: days and numbers come as text.</summary>
    /// <param name="rows">Header first.</param>
    /// <param name="measure">What is counted, by its key.</param>
    public static FigureTable OfFile(IReadOnlyList<IReadOnlyList<string>> rows, string measure, ChartTexts texts)
    {
        var kept = rows[0].Select((head, i) => (head, i)).Where(column => column.head != Version).ToArray();
        var body = rows.Skip(1).Select(row => (IReadOnlyList<TableCell>)[.. kept.Select(column => FileCell(column.head, row[column.i], texts))]).ToArray();
        return new FigureTable([.. kept.Select((column, i) => (Head(column.head, measure, texts), body.Length > 0 && body[0][i].Class == "number"))], body, body.Length, null);
    }

    private static FigureTable Pivot(Figure figure, ChartState state, ShareQuery.Response answer)
    {
        var (texts, language) = (ChartTexts.Of(state.Language), state.Language);
        var order = figure.Legend.Select(entry => entry.Key).ToArray();
        var series = answer.Series.OrderBy(one => Array.IndexOf(order, one.Key) is var at && at < 0 ? int.MaxValue : at).ToArray();
        var points = series.Select(one => one.Points.ToDictionary(point => point.Day)).ToArray();
        var heads = new List<(string, bool)> { (texts.Option("interval", Names.Of(state.Selection.Interval)), false) };
        heads.AddRange(series.Select(one => (state.ByModel ? one.Name : texts.Key(state.By, one.Key, one.Name), true)));
        heads.Add((texts["tool.total"], true));
        heads.Add((texts["tool.flags"], false));
        var totals = answer.Totals.Count > 0 ? answer.Totals : [.. answer.Series.SelectMany(one => one.Points).GroupBy(point => point.Day).OrderBy(group => group.Key)
            .Select(group => new ShareQuery.Total(group.Key, group.Sum(point => point.Value ?? 0), group.First().Flags))];
        var rows = totals.Reverse().Take(MostRows).Select(total => (IReadOnlyList<TableCell>)
        [
            Day(total.Day, language) with { Text = state.Selection.Interval == Domain.Trends.Interval.Month ? DateText.Month(total.Day, language) : DateText.Day(total.Day, language) },
            .. points.Select(one => one.TryGetValue(total.Day, out var point) ? state.Relative ? Share(point.Share, language) : Number(point.Value, language) : new TableCell("–", "", "number")),
            Number(total.Value, language),
            new TableCell(string.Join(", ", total.Flags.Select(flag => texts["flag." + flag])), null, null),
        ]);
        var caption = state.Relative ? texts.Format("tool.shares", texts.Measure(state.Measure)) : texts.Option("measure", Names.Of(state.Measure));
        return new FigureTable(heads, [.. rows], totals.Count, caption);
    }

    private static FigureTable Plain(Figure figure, ChartState state)
    {
        var (shown, texts) = (figure.Shown, ChartTexts.Of(state.Language));
        var all = shown.Rows.ToArray();
        // A definition's name is in the reader's language; a claim has that of its source.
        var (id, name) = figure.Answer is DefinitionsQuery.Response ? (IndexOf("id"), IndexOf("name")) : (-1, -1);
        if (id >= 0)
        {
            var claims = ((DefinitionsQuery.Response)figure.Answer).Claims.ToDictionary(claim => claim.Id, StringComparer.Ordinal);
            var (measure, population) = (IndexOf("measure"), IndexOf("population"));
            all = [.. all.Select(row => claims.GetValueOrDefault((string)row[id]!) is not { } claim ? row : row.Select((cell, i) =>
                i == id ? new Named(claim.Source) : i == measure ? new Named(texts["claim." + claim.Measure]) : i == population ? new Named(texts.Claim(claim).Words.Population) : cell).ToArray())];
        }

        // A country's name is in the reader's language too, so that its key says nothing more.
        if (IndexOf("key") is var key and >= 0 && IndexOf("name") is var named and >= 0)
            all = [.. all.Select(row => row.Select((cell, i) => i == named && (!state.ByModel || row[key] is KeyNames.Other) && row[key] is string of && cell is string plain ? new Named(texts.Key(state.By, of, plain)) : cell).ToArray())];
        // A lab is told by its name, and the whole by its word.
        if (figure.Answer is ConcentrationQuery.Response concentrated)
        {
            var labs = concentrated.FirstLabs.ToDictionary(lab => lab.Lab, lab => lab.Name, StringComparer.Ordinal);
            all = [.. all.Select(row => row.Select((cell, i) => i != IndexOf("key") ? cell
                : (row[IndexOf("what")], cell) switch { ("lab", string key) when labs.TryGetValue(key, out var lab) => new Named(lab), ("labs", _) => new Named(texts["all"]), _ => cell }).ToArray())];
        }

        var kept = shown.Header.Select((head, i) => (head, i)).Where(column => IsShown(column.head, shown.Header, figure.Meta.Measure) && column.i != name).ToArray();
        var ordered = shown.Header[0] == "day" ? all.OrderByDescending(row => row[0]) : all.AsEnumerable();
        var rows = ordered.Take(MostRows).Select(row => (IReadOnlyList<TableCell>)[.. kept.Select(column => Cell(column.head, row[column.i], texts))]);
        return new FigureTable([.. kept.Select(column => (Head(column.head, figure.Meta.Measure, texts), column.head != "key" && IsNumber(all, column.i)))], [.. rows], all.Length, Caption: null);

        int IndexOf(string head) => shown.Header.ToList().IndexOf(head);
    }

    /// <summary>The head of a column in words; what is counted names its own column, so that no number stands without its unit.</summary>
    private static string Head(string head, string measure, ChartTexts texts) => head switch
    {
        "value" when texts.Option("measure", measure) is var word && word != measure => word,
        _ when IsShare(head) => $"{texts.Column(head)} (%)",
        _ => texts.Column(head),
    };

    private static bool IsNumber(IReadOnlyList<IReadOnlyList<object?>> rows, int column) => rows.Select(row => row[column]).FirstOrDefault(cell => cell is not null) is decimal or int or long;

    private static bool IsShare(string head) => Shares.Contains(head) || head.EndsWith("_share", StringComparison.Ordinal);

    private static TableCell Cell(string head, object? value, ChartTexts texts)
    {
        var language = texts.Language;
        return value switch
        {
            null => new TableCell("–", "", null),
            Named named => new TableCell(named.Text, null, null),
            int place when head == "key" => new TableCell(NumberText.Exact(place, language), place.ToString(CultureInfo.InvariantCulture), null),
            DateOnly day => Day(day, language),
            Enum or bool => new TableCell(texts.Option(head, Word(value)), Word(value), null),
            decimal share when IsShare(head) => Share(share, language),
            decimal points when head == "points" => Points(points, language),
            decimal index when head is "hhi" or "gini" => new TableCell(index.ToString("0.000", CultureInfo.InvariantCulture), AnswerJson.Normalise(index).ToString(CultureInfo.InvariantCulture), "number"),
            decimal number => Number(number, language),
            int or long => Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture), language),
            string text => Text(head, text, texts),
            IEnumerable<string> flags when head == "flags" => new TableCell(string.Join(", ", flags.Select(texts.Flag)), null, null),
            IEnumerable<string> list => new TableCell(string.Join(", ", list), null, null),
            _ => new TableCell(value.ToString() ?? "", null, null),
        };

        static string Word(object value) => value is Enum choice ? Names.Of(choice) : value is true ? "true" : "false";
    }

    private static TableCell FileCell(string head, string text, ChartTexts texts)
    {
        if (text.Length == 0) return new TableCell("–", "", null);
        if (Days.Contains(head) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Day(day, texts.Language);
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return head == "points" ? Points(number, texts.Language) : IsShare(head) ? Share(number, texts.Language) : Number(number, texts.Language);
        return Text(head, text, texts);
    }

    private static TableCell Text(string head, string text, ChartTexts texts) => head switch
    {
        _ when head.EndsWith("country", StringComparison.Ordinal) => new TableCell(texts.Country(text, KeyNames.Country(text)), text, null),
        "publisher" or "origin" or "key" => new TableCell(texts.KeyOr(text), text, null),
        "flags" when text.Length > 0 => new TableCell(string.Join(", ", text.Split(';').Select(texts.Flag)), text, null),
        "id" => new TableCell(texts.Definition(text), text, null),
        "url" => new TableCell(text, text, null),
        _ when Words.Contains(head) => new TableCell(texts.Option(head, text), text, null),
        _ => new TableCell(text, null, null),
    };

    private static TableCell Day(DateOnly day, Language language) => new(DateText.Day(day, language), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "date");

    private static TableCell Share(decimal? share, Language language) => new(NumberText.Percent(share, language), share?.ToString(CultureInfo.InvariantCulture) ?? "", "number");

    private static TableCell Points(decimal points, Language language) => new(NumberText.Points(points, language), AnswerJson.Normalise(points).ToString(CultureInfo.InvariantCulture), "number");

    private static TableCell Number(decimal? value, Language language) =>
        value is { } number ? new(NumberText.Exact(Math.Abs(number) >= 100 ? Math.Round(number) : number, language), AnswerJson.Normalise(number).ToString(CultureInfo.InvariantCulture), "number") : new("–", "", "number");
}
