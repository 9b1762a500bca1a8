using ModelTrends.HuggingFace;
using ModelTrends.Snapshots;

namespace ModelTrends.Tests.Snapshots;

public sealed class PollProgressLinesTests
{
    private static readonly PollProgress Half = new(500_000, 500, 400_000, TimeSpan.FromSeconds(400), 1_000_000, new Quota(420, TimeSpan.FromSeconds(120), 500, TimeSpan.FromSeconds(300)), IsAtEnd: false);

    [Fact]
    public void A_line_tells_models_pages_rate_quota_and_time_to_go() =>
        PollProgressLines.Line(Half, TimeSpan.Zero).ShouldBe("500000 models, 500 pages, 1000 models/s, quota 420/500 for 120 s, 00:08:20 to go");

    [Fact]
    public void Without_an_earlier_poll_there_is_no_time_to_go_and_it_says_why() =>
        PollProgressLines.Line(Half with { Expected = null, Quota = null }, TimeSpan.Zero).ShouldBe("500000 models, 500 pages, 1000 models/s, time to go not known before a first complete poll");

    [Fact]
    public void A_wait_for_the_Hub_is_told_before_the_first_page_too()
    {
        PollProgressLines.Line(Half with { Quota = null }, TimeSpan.FromSeconds(61)).ShouldEndWith("00:08:20 to go, waiting 61 s for the Hub's limit");
        PollProgressLines.Line(null, TimeSpan.FromSeconds(61)).ShouldBe("waiting 61 s for the Hub's limit");
    }

    [Fact]
    public void The_last_page_is_not_the_end() =>
        PollProgressLines.Line(Half with { IsAtEnd = true, Quota = null }, TimeSpan.Zero).ShouldBe("500000 models, 500 pages, 1000 models/s, all pages stored, working out the numbers");

    [Fact]
    public async Task On_a_terminal_a_line_is_written_over_elsewhere_it_comes_now_and_then()
    {
        var (terminal, file) = (new StringWriter(), new StringWriter());
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using (var lines = new PollProgressLines(terminal, isTerminal: true, () => TimeSpan.Zero, clock))
        {
            lines.Report(Half);
            lines.Report(Half with { Models = 501_000, Quota = null });
        }

        await using (var lines = new PollProgressLines(file, isTerminal: false, () => TimeSpan.Zero, clock))
        {
            lines.Report(Half);
            lines.Report(Half);
            clock.Advance(TimeSpan.FromSeconds(11));
        }

        terminal.ToString().Split('\r').Length.ShouldBe(3);
        terminal.ToString().ShouldEndWith("\n");
        file.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }
}
