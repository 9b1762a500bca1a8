using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

[Flags]
public enum TrendDayFlags : short
{
    None = 0,
    /// <summary>The day's set saw fewer than 95 % of the models of the last good one; it is not used.</summary>
    Partial = 1,
    /// <summary>The Hub's counters stood still; the day shares the next difference.</summary>
    Stall = 2,
    /// <summary>Below 0.7 of the weekday's median, and the neighbours do not make up for it.</summary>
    Low = 4,
    /// <summary>The set differs in size by more than 20 % from the one before: do not compare across.</summary>
    Break = 8,
    /// <summary>Many counters fell at once.</summary>
    Rollback = 16,
    /// <summary>Counters that fell may still come back; what they gained is not known yet, more than a twentieth of the day.</summary>
    Unsettled = 32,
    /// <summary>More than a quarter of the day is not known yet for that reason: it cannot be told.</summary>
    Unknown = 64,
}

/// <summary>One day of a source: the set that stands for it, what the source tells, and the Hub-wide totals that betray a stall.</summary>
public sealed class TrendDay : IEntityTypeConfiguration<TrendDay>
{
    public int SourceId { get; set; }
    public DateOnly Day { get; set; }
    /// <summary>The last complete, not partial set of the day; null on a day that only interpolated flows cover.</summary>
    public int? SetId { get; set; }
    public int Models { get; set; }
    public bool HasDownloads30d { get; set; }
    public bool HasDownloadsAllTime { get; set; }
    public bool HasLikes { get; set; }
    public bool HasTrending { get; set; }
    public TrendDayFlags Flags { get; set; }
    /// <summary>Sum of the rises of the cumulative counter since the last set, per day.</summary>
    public long? RawTotal { get; set; }
    /// <summary>Sum of the falls since the last set; 0 or below.</summary>
    public long? RawLoss { get; set; }
    /// <summary>Models with a trailing median of 2,000 downloads a day or more, and those of them that did not move at all.</summary>
    public int? LargeModels { get; set; }
    public int? LargeUnmoved { get; set; }
    /// <summary>The cubes of the day; null: to be computed.</summary>
    public DateTimeOffset? DerivedAt { get; set; }

    public void Configure(EntityTypeBuilder<TrendDay> builder)
    {
        builder.HasKey(x => new { x.SourceId, x.Day });
        builder.Property(x => x.HasDownloads30d).HasColumnName("has_downloads_30d");
        builder.Property(x => x.Flags).HasConversion<short>();
    }
}
