using System.Globalization;
using ModelTrends.Charts;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Charts;

/// <param name="Raw">What sorting and copying take: ISO days and plain numbers; null: the text.</param>
public sealed record SheetCell(string Text, string? Raw, string? Class);

/// <summary>The numbers of a chart as people read them: a period a row and a series a column where there are both, else the rows of the file.</summary>
public sealed record SheetTable(IReadOnlyList<(string Text, bool IsNumber)> Heads, IReadOnlyList<IReadOnlyList<SheetCell>> Rows, int All, string? Caption)
{
    /// <summary>Rows a page shows; the file has all.</summary>
    private const int MostRows = 120;

    private static readonly HashSet<string> Shares = new(StringComparer.Ordinal) { "share", "china", "united_states", "publisher_share", "origin_share" };

    /// <summary>Columns that name a model, where a long name must not widen the page.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "measure", "population", "lens", "relation", "size", "interval" };

    public static SheetTable Of(ChartSheet sheet) =>
        sheet.Figure.Answer is ShareQuery.Response answer && answer.Series.Count > 0 ? Pivot(sheet, answer) : Plain(sheet);

    private static SheetTable Pivot(ChartSheet sheet, ShareQuery.Response answer)
    {
        var (texts, language, state) = (sheet.Texts, sheet.State.Language, sheet.State);
        var order = sheet.Figure.Legend.Select(entry => entry.Key).ToArray();
        var series = answer.Series.OrderBy(one => Array.IndexOf(order, one.Key) is var at && at < 0 ? int.MaxValue : at).ToArray();
        var points = series.Select(one => one.Points.ToDictionary(point => point.Day)).ToArray();
        var heads = new List<(string, bool)> { (texts.Option("interval", Names.Of(state.Selection.Interval)), false) };
        heads.AddRange(series.Select(one => (state.ByModel ? one.Name : texts.Key(state.By, one.Key, one.Name), true)));
        heads.Add((texts["tool.total"], true));
        heads.Add((texts["tool.flags"], false));
        var totals = answer.Totals.Count > 0 ? answer.Totals : [.. answer.Series.SelectMany(one => one.Points).GroupBy(point => point.Day).OrderBy(group => group.Key)
            .Select(group => new ShareQuery.Total(group.Key, group.Sum(point => point.Value ?? 0), group.First().Flags))];
        var rows = totals.Reverse().Take(MostRows).Select(total => (IReadOnlyList<SheetCell>)
        [
            Day(total.Day, language),
            .. points.Select(one => one.TryGetValue(total.Day, out var point) ? state.Relative ? Share(point.Share, language) : Number(point.Value, language) : new SheetCell("–", "", "number")),
            Number(total.Value, language),
            new SheetCell(string.Join(", ", total.Flags.Select(flag => texts["flag." + flag])), null, null),
        ]);
        var caption = state.Relative ? texts.Format("tool.shares", texts.Measure(state.Measure)) : texts.Option("measure", Names.Of(state.Measure));
        return new SheetTable(heads, [.. rows], totals.Count, caption);
    }

    private static SheetTable Plain(ChartSheet sheet)
    {
        var (shown, texts) = (sheet.Figure.Shown, sheet.Texts);
        var all = shown.Rows.ToArray();
        var ordered = shown.Header[0] == "day" ? all.OrderByDescending(row => row[0]) : all.AsEnumerable();
        var rows = ordered.Take(MostRows).Select(row => (IReadOnlyList<SheetCell>)[.. row.Select((value, i) => Cell(shown.Header[i], value, sheet))]);
        return new SheetTable([.. shown.Header.Select((head, i) => (texts.Column(head), sheet.IsNumber(i)))], [.. rows], all.Length, Caption: null);

        static SheetCell Cell(string head, object? value, ChartSheet sheet)
        {
            var (language, texts) = (sheet.State.Language, sheet.Texts);
            return value switch
            {
                null => new SheetCell("–", "", null),
                DateOnly day => Day(day, language),
                Enum choice => new SheetCell(texts.Option(head, Names.Of(choice)), Names.Of(choice), null),
                decimal share when Shares.Contains(head) || head.EndsWith("_share", StringComparison.Ordinal) => Share(share, language),
                decimal number => Number(number, language),
                int or long => Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture), language),
                string text when head.EndsWith("country", StringComparison.Ordinal) => new SheetCell(texts.Country(text, KeyNames.Country(text)), text, null),
                string text when head is "publisher" or "origin" or "key" => new SheetCell(texts.KeyOr(text), text, null),
                string text when Words.Contains(head) => new SheetCell(texts.Option(head, text), text, null),
                _ => new SheetCell(sheet.Cell(value), null, null),
            };
        }
    }

    private static SheetCell Day(DateOnly day, Language language) => new(DateText.Day(day, language), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "date");

    private static SheetCell Share(decimal? share, Language language) => new(NumberText.Percent(share, language), share?.ToString(CultureInfo.InvariantCulture) ?? "", "number");

    private static SheetCell Number(decimal? value, Language language) =>
        value is { } number ? new(NumberText.Exact(Math.Abs(number) >= 100 ? Math.Round(number) : number, language), AnswerJson.Normalise(number).ToString(CultureInfo.InvariantCulture), "number") : new("–", "", "number");
}
