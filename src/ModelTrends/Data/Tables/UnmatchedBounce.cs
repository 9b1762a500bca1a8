using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>A notice that something was not delivered, about no mail of ours that could be found; for people to look at. Holds no whole address.</summary>
public sealed class UnmatchedBounce : IEntityTypeConfiguration<UnmatchedBounce>
{
    /// <summary>SHA-256 of what it said, so that the same notice counts once.</summary>
    public required byte[] Fingerprint { get; set; }
    public DateTimeOffset NoticedAt { get; set; }
    /// <summary>mailbox or webhook.</summary>
    public required string Source { get; set; }
    /// <summary>Masked.</summary>
    public string? Recipient { get; set; }
    /// <summary>Somebody with this address subscribed: probably a mail of ours whose Message-ID a relay changed.</summary>
    public bool IsReader { get; set; }
    /// <summary>The first Message-ID it names.</summary>
    public string? MessageId { get; set; }
    /// <summary>What it said, or why it could not be read.</summary>
    public required string Said { get; set; }

    public void Configure(EntityTypeBuilder<UnmatchedBounce> builder)
    {
        builder.HasKey(x => x.Fingerprint);
        builder.HasIndex(x => x.NoticedAt);
    }
}
