using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>What moved, came out and changed places in the week.</summary>
/// <param name="MoversThrough">The last of the seven days the movers are of; null: the source tells no daily downloads of this week.</param>
/// <param name="Different">The same week under another definition, another one each week; null where no other has numbers.</param>
public sealed record WeekNews(
    DateOnly? MoversThrough,
    IReadOnlyList<GrowthQuery.Entry> Up,
    IReadOnlyList<GrowthQuery.Entry> Down,
    int NewModels,
    IReadOnlyList<WeekNews.Release> Releases,
    IReadOnlyList<EventsQuery.Event> Announced,
    IReadOnlyList<WeekNews.Overtaking> Crossings,
    WeekNews.Definition? Different)
{
    /// <param name="Examples">The most downloaded of the lab's new models.</param>
    public sealed record Release(string Lab, string LabName, string Country, int Models, IReadOnlyList<string> Examples);

    /// <summary>A stays above B since <paramref name="Day"/>; the 28th day of that fell into the week.</summary>
    /// <param name="First">Earliest and latest day under any definition that has one.</param>
    /// <param name="Agreeing">Definitions under which A overtook B, of <paramref name="Asked"/> with numbers.</param>
    public sealed record Overtaking(Dimension By, string A, string B, DateOnly Day, DateOnly First, DateOnly Last, int Agreeing, int Asked);

    /// <param name="Id">Of the definitions answer.</param>
    public sealed record Definition(string Id, Lens Lens, Measure Measure, Population Population, decimal China, decimal UnitedStates);
}
