using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>
/// What a model gained on a day: cleaned differences of its cumulative counters. Days without gain and without flag have no row.
/// Partitioned by month of <see cref="Day"/> (<c>flow_2026_11</c>).
/// </summary>
public sealed class Flow : IEntityTypeConfiguration<Flow>
{
    public int SourceId { get; set; }
    public DateOnly Day { get; set; }
    public int ModelId { get; set; }
    /// <summary>Millionths of a download: days of a spread difference sum to it exactly.</summary>
    public long Downloads { get; set; }
    /// <summary>Millionths of a like.</summary>
    public long Likes { get; set; }
    /// <summary>The loss of a lasting correction on this day, downloads; 0 or below.</summary>
    public long Correction { get; set; }
    /// <summary>Bits of <c>Domain.Counters.FlowFlags</c>.</summary>
    public short Flags { get; set; }

    public void Configure(EntityTypeBuilder<Flow> builder)
    {
        builder.HasKey(x => new { x.SourceId, x.Day, x.ModelId });
        builder.HasIndex(x => new { x.ModelId, x.Day });
    }
}
