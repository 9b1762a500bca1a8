using ModelTrends.Charts.Figures;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>The first models of each period as a grid: periods across, places down, cells in the colour of the lab's country.</summary>
public sealed class BoardChart(LeaderboardQuery query) : ChartKind
{
    /// <summary>Boards beside each other that still have room for a lab's name.</summary>
    private const int MostColumns = 12;

    public override ChartState Defaults { get; } = new("leaderboard") { View = ChartView.Table, Selection = new Selection { Interval = Interval.Week } };

    public override IReadOnlyList<ChartView> Views => [ChartView.Table];

    /// <summary>Weeks side by side that make a grid; a source of fewer shows its days.</summary>
    private const int FewestWeeks = 3;

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        var boards = await BoardsAsync(state, cancellationToken);
        if (boards.Count >= FewestWeeks || state.Selection.Interval == Interval.Day) return Themed(state, themed => BoardFigure.Of(themed, boards, address));
        var daily = state with { Selection = state.Selection with { Interval = Interval.Day } };
        boards = await BoardsAsync(daily, cancellationToken);
        return Themed(daily, themed => BoardFigure.Of(themed, boards, address));
    }

    private Task<IReadOnlyList<LeaderboardQuery.Response>> BoardsAsync(ChartState state, CancellationToken cancellationToken) =>
        query.LastAsync(new LeaderboardQuery.Query(state.Selection, state.Board, state.Top, state.Day ?? state.Selection.To), MostColumns, cancellationToken);
}

internal static class BoardFigure
{
    public static Figure Of(ChartState state, IReadOnlyList<LeaderboardQuery.Response> boards, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var measure = texts["measure." + Names.Of(state.Board)];
        var coverage = boards.Count > 0 && state.Board != BoardMeasure.Trending ? boards[0].Meta.Coverage : new Coverage(null, null);
        var subtitle = texts.Format("subtitle.board", state.Top, texts.Population(state.Selection.Population, coverage), measure, texts["lens." + Names.Of(state.Selection.Lens)]) + texts["join"] + Wording.Interval(texts, state);
        var rows = new CsvTable(
            ["day", "rank", "previous_rank", "model_id", "lab", "lab_name", "country", "family", "value", "likes", "downloads_30d"],
            [.. boards.SelectMany(board => board.Entries.Select(e => (IReadOnlyList<object?>)[board.Day, e.Rank, e.PreviousRank, e.ModelId, e.Lab, e.LabName, e.Country, e.Family, e.Value, e.Likes, e.Downloads30d]))]);
        if (boards.Count == 0)
        {
            var none = Meta.Listing(Names.Of(state.Board), "places");
            return new Figure(subtitle, subtitle, Wording.Footer(texts, none, address), none, rows, rows, boards, true, _ => throw new InvalidOperationException("An empty board cannot be drawn."));
        }

        var last = boards[^1];
        var title = texts.Format("title.board", last.Entries.Count(e => e.Country == "CN"), last.Entries.Count, texts.Day(last.Day!.Value), last.Entries.Count(e => e.Country == "US"));
        return new Figure(title, subtitle, Wording.Footer(texts, last.Meta, address), last.Meta, rows, rows, new { last.Meta, Boards = boards }, false, frame => Draw(frame, state, boards, texts));
    }

    private static System.Text.Json.Nodes.JsonObject Draw(Frame frame, ChartState state, IReadOnlyList<LeaderboardQuery.Response> boards, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        // A narrow sheet shows the latest boards, as many as leave room for a name.
        var columns = boards.TakeLast(Math.Max(1, Math.Min(boards.Count, (int)(frame.Width / (frame.Unit * 5.2))))).ToArray();
        var heads = columns.Select(board => DateText.DayShort(board.Day!.Value, state.Language)).ToArray();
        var places = columns.Max(board => board.Entries.Count);
        var cells = columns.SelectMany((board, column) => board.Entries.Select(e =>
        {
            var region = Regions.Of(e.Country);
            var label = columns.Length == 1 ? e.ModelId : e.Lab == Lab.UnknownId ? e.ModelId.Split('/')[0] : Wording.Brief(e.LabName);
            return new Cell(column, e.Rank - 1, theme.Colour(region), label, $"{e.Rank}. {e.ModelId}\n{e.LabName}, {texts.Country(e.Country, KeyNames.Country(e.Country))}", region == Countries.Unknown);
        })).ToArray();
        return CellFigure.Draw(frame, heads, [.. Enumerable.Range(1, places).Select(place => place.ToString(System.Globalization.CultureInfo.InvariantCulture))], cells,
            legend: Wording.Regions(columns.SelectMany(board => board.Entries).Select(e => Regions.Of(e.Country)), theme, texts));
    }
}
