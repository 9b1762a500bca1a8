using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>Pending: not confirmed yet. Suppressed: the address refuses mail for good.</summary>
public enum SubscriberState { Pending, Confirmed, Paused, Unsubscribed, Suppressed }

public enum DigestInterval { Week, Month }

/// <summary>Somebody who asked for the digest. All that is known of them stands in this row and goes with it.</summary>
public sealed class Subscriber : IEntityTypeConfiguration<Subscriber>
{
    public int Id { get; set; }
    public required string Email { get; set; }
    /// <summary>The address for comparison: lower case, the domain in ASCII.</summary>
    public required string EmailKey { get; set; }
    public required string Lang { get; set; }
    public SubscriberState State { get; set; }
    public DigestInterval Interval { get; set; }
    /// <summary>Countries the reader wants to see first; empty: China and the United States.</summary>
    public string[] Countries { get; set; } = [];
    public string[] Families { get; set; } = [];
    /// <summary>Where the consent comes from: the form and its confirmation, or the note given with an import.</summary>
    public required string Consent { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }
    /// <summary>When the last confirmation mail was asked for; another one has to wait.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    public void Configure(EntityTypeBuilder<Subscriber> builder)
    {
        builder.HasIndex(x => x.EmailKey).IsUnique();
        builder.Property(x => x.State).HasConversion<string>();
        builder.Property(x => x.Interval).HasConversion<string>();
    }
}

public enum TokenPurpose { Confirm, Manage }

/// <summary>A key to a subscription. Only its SHA-256 is stored; whoever holds the mail holds the key.</summary>
public sealed class SubscriptionToken : IEntityTypeConfiguration<SubscriptionToken>
{
    public required byte[] Hash { get; set; }
    public int SubscriberId { get; set; }
    public TokenPurpose Purpose { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    /// <summary>Confirmation keys work once.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    public void Configure(EntityTypeBuilder<SubscriptionToken> builder)
    {
        builder.HasKey(x => x.Hash);
        builder.Property(x => x.Purpose).HasConversion<string>();
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(x => x.SubscriberId).OnDelete(DeleteBehavior.Cascade);
    }
}
