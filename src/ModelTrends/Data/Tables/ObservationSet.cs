using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

public enum PollScope { Hub, Labs, Trending, Archive }

/// <summary>Only a complete set is an observation; the rows of a running or failed one are not read.</summary>
public enum SetState { Running, Complete, Failed }

/// <summary>Partial: fewer than 95 % of the models of the last good set of its source; stored, shown, never differenced against.</summary>
public enum SetQuality { Unknown, Good, Partial }

/// <summary>One poll, or one imported day of an archive: what was seen together.</summary>
public sealed class ObservationSet : IEntityTypeConfiguration<ObservationSet>
{
    public int Id { get; set; }
    public int SourceId { get; set; }
    public PollScope Scope { get; set; }
    /// <summary>The day the observation stands for (UTC).</summary>
    public DateOnly Day { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public SetState State { get; set; }
    public SetQuality Quality { get; set; }
    public int Models { get; set; }
    public int Pages { get; set; }
    public int Requests { get; set; }
    public int SkippedRows { get; set; }
    /// <summary>Where the walk goes on after the pages that are stored; null at the start and at the end.</summary>
    public string? Cursor { get; set; }
    public string? Error { get; set; }
    public DateTimeOffset? NextAttemptAt { get; set; }

    public Source? Source { get; set; }

    public void Configure(EntityTypeBuilder<ObservationSet> builder)
    {
        builder.Property(x => x.Scope).HasConversion<string>();
        builder.Property(x => x.State).HasConversion<string>();
        builder.Property(x => x.Quality).HasConversion<string>();
        builder.HasOne(x => x.Source).WithMany().HasForeignKey(x => x.SourceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => new { x.SourceId, x.Day });
    }
}
