using ModelTrends.Archive;
using ModelTrends.Archive.Reading;

namespace ModelTrends.Tests.Archive;

public sealed class RowParserTests
{
    private static readonly DateOnly FileDay = new(2026, 8, 22);

    [Theory]
    [InlineData(ArchiveColumn.Day, "22.08.2026", "day: '22.08.2026' is not a date of the form 2026-11-23")]
    [InlineData(ArchiveColumn.ModelId, "no spaces/allowed here", "model_id: 'no spaces/allowed here' is not owner/name")]
    [InlineData(ArchiveColumn.ModelId, "<script>/x", "model_id: '<script>/x' is not owner/name")]
    [InlineData(ArchiveColumn.HubId, "6a56", "hub_id: '6a56' is not 24 hex digits")]
    [InlineData(ArchiveColumn.Downloads30d, "-1", "downloads_30d: '-1' is not a whole number")]
    [InlineData(ArchiveColumn.Likes, "2147483648", "likes: '2147483648' is not a whole number from 0 to 2147483647")]
    [InlineData(ArchiveColumn.TrendingRank, "0", "trending_rank: places count from 1")]
    [InlineData(ArchiveColumn.TrendingScore, "NaN", "trending_score: 'NaN' is not a number")]
    [InlineData(ArchiveColumn.CreatedAt, "yesterday", "created_at: 'yesterday' is not a time")]
    [InlineData(ArchiveColumn.BaseRelation, "cousin", "base_relation: 'cousin' is not one of")]
    public void A_bad_cell_is_refused_with_its_column_and_what_it_takes(ArchiveColumn column, string text, string reason)
    {
        var (row, fault) = RowParser.Parse(Cells((column, text)), FileDay);

        row.ShouldBeNull();
        fault.ShouldNotBeNull().ShouldStartWith(reason);
    }

    [Fact]
    public void A_row_without_day_and_file_day_is_refused() =>
        RowParser.Parse(Cells(), fileDay: null).Fault.ShouldNotBeNull().ShouldStartWith("day: missing");

    [Fact]
    public void Counts_over_two_billion_are_kept_to_the_last_digit() =>
        RowParser.Parse(Cells((ArchiveColumn.DownloadsAllTime, "3400446695")), FileDay).Row!.DownloadsAllTime.ShouldBe(3_400_446_695);

    [Fact]
    public void Trending_scores_may_be_fractions() =>
        RowParser.Parse(Cells((ArchiveColumn.TrendingScore, "0.5")), FileDay).Row!.TrendingScore.ShouldBe(0.5);

    [Fact]
    public void Bases_are_read_from_the_hubs_tags_when_no_column_tells_them()
    {
        var row = RowParser.Parse(Cells((ArchiveColumn.Tags, "gguf;base_model:Qwen/Qwen3-8B;base_model:quantized:Qwen/Qwen3-8B;license:mit")), FileDay).Row!;

        row.BaseRelation.ShouldBe("quantized");
        row.BaseNames.ShouldBe(["Qwen/Qwen3-8B"]);
    }

    private static string?[] Cells(params (ArchiveColumn Column, string Text)[] values)
    {
        var cells = new string?[ArchiveColumns.Count];
        cells[(int)ArchiveColumn.ModelId] = "Qwen/Qwen3-8B";
        foreach (var (column, text) in values)
            cells[(int)column] = text;
        return cells;
    }
}
