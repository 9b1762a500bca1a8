using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>Pending: listed, or begun and not ended. Refused: it was read and is not what it says; it is not asked for again.</summary>
public enum BackfillState { Pending, Done, Refused }

/// <summary>One revision of a file in a data set of the Hub: a past day, brought in by <c>backfill</c> once.</summary>
public sealed class BackfillRevision : IEntityTypeConfiguration<BackfillRevision>
{
    /// <summary>owner/name of the data set.</summary>
    public required string Dataset { get; set; }
    public required string File { get; set; }
    /// <summary>The commit, 40 hex digits.</summary>
    public required string Revision { get; set; }
    /// <summary>The day the revision stands for: the commit's (UTC).</summary>
    public DateOnly Day { get; set; }
    public DateTimeOffset CommittedAt { get; set; }
    public BackfillState State { get; set; }
    /// <summary>SHA-256 of the file, as the Hub says and as it was read.</summary>
    public string? Sha256 { get; set; }
    public long? Bytes { get; set; }
    /// <summary>Observations added.</summary>
    public long? Added { get; set; }
    public string? Error { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    public void Configure(EntityTypeBuilder<BackfillRevision> builder)
    {
        builder.HasKey(x => new { x.Dataset, x.File, x.Revision });
        builder.Property(x => x.State).HasConversion<string>();
    }
}
