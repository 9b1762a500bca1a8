using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>How much of the Hub a source sees; a list or a sample says nothing about what it leaves out.</summary>
public enum CoverageKind { Complete, List, Sample }

/// <summary>
/// Where observations come from. <c>hub</c> holds the whole-Hub walks, <c>hub:labs</c> and <c>hub:trending</c> the two smaller polls,
/// <c>archive:NAME</c> an imported archive. Sources are never summed.
/// </summary>
public sealed class Source : IEntityTypeConfiguration<Source>
{
    public const string Hub = "hub";
    public const string HubLabs = "hub:labs";
    public const string HubTrending = "hub:trending";

    public int Id { get; set; }
    public required string Key { get; set; }
    public required string Title { get; set; }
    public string? Licence { get; set; }
    public string? Credit { get; set; }
    public string? Url { get; set; }
    public CoverageKind Coverage { get; set; }
    /// <summary>In words, for the chart: "among the 1,000 trending models".</summary>
    public string? CoverageNote { get; set; }
    /// <summary>Different models seen on any day; rows of <see cref="SourceModel"/>.</summary>
    public int Models { get; set; }

    public void Configure(EntityTypeBuilder<Source> builder)
    {
        builder.HasIndex(x => x.Key).IsUnique();
        builder.Property(x => x.Coverage).HasConversion<string>();
    }
}
