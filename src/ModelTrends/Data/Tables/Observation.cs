using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>
/// What was seen of one model in one set: the Hub's counters as they were, never changed. The table is partitioned by month of
/// <see cref="Day"/> (<c>observation_2026_11</c>); partitions are made when a set opens. Null means the source did not tell.
/// One model's rows are found set by set, by the key: there is no other index (ADR 7).
/// </summary>
public sealed class Observation : IEntityTypeConfiguration<Observation>
{
    public DateOnly Day { get; set; }
    public int SetId { get; set; }
    public int ModelId { get; set; }
    /// <summary>The Hub's rolling 30 days (GET and HEAD requests).</summary>
    public long? Downloads30d { get; set; }
    /// <summary>The Hub's cumulative counter; it can fall.</summary>
    public long? DownloadsAllTime { get; set; }
    public int? Likes { get; set; }
    /// <summary>Place in the trending list, from 1.</summary>
    public int? TrendingRank { get; set; }
    /// <summary>Can be fractional.</summary>
    public double? TrendingScore { get; set; }

    public void Configure(EntityTypeBuilder<Observation> builder)
    {
        builder.HasKey(x => new { x.Day, x.SetId, x.ModelId });
        builder.Property(x => x.Downloads30d).HasColumnName("downloads_30d");
    }
}
