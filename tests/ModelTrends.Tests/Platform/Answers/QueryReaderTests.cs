using Microsoft.Extensions.Primitives;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Tests.Platform.Answers;

public sealed class QueryReaderTests
{
    private enum Colour { Red, LightBlue }

    private static readonly QueryParameter[] Known = [new("colour", "…"), new("top", "…"), new("from", "…")];

    [Fact]
    public void A_good_question_passes_and_campaign_parameters_are_ignored()
    {
        var reader = Reader(("colour", "lightBlue"), ("top", "5"), ("from", "2026-11-23"), ("utm_source", "x"));

        reader.Choice("colour", Colour.Red).ShouldBe(Colour.LightBlue);
        reader.Number("top", 10, 1, 100).ShouldBe(5);
        reader.Day("from").ShouldBe(new DateOnly(2026, 11, 23));
        reader.ThrowIfFaulty(Known);
    }

    [Fact]
    public void Every_fault_is_named_at_once_with_the_allowed_values()
    {
        var reader = Reader(("colour", "green"), ("top", "0"), ("from", "23.11.2026"), ("colr", "red"));
        reader.Choice("colour", Colour.Red);
        reader.Number("top", 10, 1, 100);
        reader.Day("from");

        var fault = Should.Throw<BadQueryException>(() => reader.ThrowIfFaulty(Known));

        fault.Faults.Keys.ShouldBe(["colour", "colr", "from", "top"], ignoreOrder: true);
        fault.Allowed["colour"].ShouldBe(["red", "lightBlue"]);
        fault.Faults["colr"].ShouldContain("colour, top, from");
    }

    private static QueryReader Reader(params (string Name, string Value)[] query) =>
        new(query.Select(pair => KeyValuePair.Create(pair.Name, new StringValues(pair.Value))));
}
