using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>Paused: too many mails failed, or an administrator said so.</summary>
public enum IssueState { Composed, Sending, Paused, Done }

/// <summary>One week's digest as it was composed, the same for everybody of a language.</summary>
public sealed class DigestIssue : IEntityTypeConfiguration<DigestIssue>
{
    public int Id { get; set; }
    /// <summary>ISO week: 2026-W47.</summary>
    public required string Week { get; set; }
    /// <summary>The week's Monday.</summary>
    public DateOnly Monday { get; set; }
    public IssueState State { get; set; }
    public string? PauseReason { get; set; }
    public DateTimeOffset ComposedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }

    public void Configure(EntityTypeBuilder<DigestIssue> builder)
    {
        builder.HasIndex(x => x.Week).IsUnique();
        builder.Property(x => x.State).HasConversion<string>();
    }
}

/// <summary>The issue in one language; links of a subscriber's own are filled in when it is sent.</summary>
public sealed class DigestText : IEntityTypeConfiguration<DigestText>
{
    public int IssueId { get; set; }
    public required string Lang { get; set; }
    public required string Subject { get; set; }
    public required string Html { get; set; }
    public required string Text { get; set; }
    /// <summary>The chart of the week as PNG, shown inline; null when there was nothing to draw.</summary>
    public byte[]? Picture { get; set; }
    /// <summary>Rows for readers who chose countries or families, ready made, by choice.</summary>
    public string? Interests { get; set; }

    public void Configure(EntityTypeBuilder<DigestText> builder)
    {
        builder.HasKey(x => new { x.IssueId, x.Lang });
        builder.Property(x => x.Interests).HasColumnType("jsonb");
        builder.HasOne<DigestIssue>().WithMany().HasForeignKey(x => x.IssueId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Waiting: to be sent, perhaps again. The other three are final.</summary>
public enum DeliveryState { Waiting, Sent, Failed, Cancelled }

/// <summary>The ledger: one row an issue and subscriber, so nobody gets an issue twice and nobody is forgotten.</summary>
public sealed class DigestDelivery : IEntityTypeConfiguration<DigestDelivery>
{
    public int IssueId { get; set; }
    public int SubscriberId { get; set; }
    public DeliveryState State { get; set; }
    /// <summary>The same in every attempt, so that a repeated mail is recognised.</summary>
    public required string MessageId { get; set; }
    public int Attempts { get; set; }
    /// <summary>A worker has it until then; afterwards another may take it.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
    public DateTimeOffset NextAttemptAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>The mail server's last answer.</summary>
    public string? Answer { get; set; }
    /// <summary>When a server reported that it could not be delivered after all.</summary>
    public DateTimeOffset? BouncedAt { get; set; }
    /// <summary>What it reported.</summary>
    public string? Bounce { get; set; }

    public void Configure(EntityTypeBuilder<DigestDelivery> builder)
    {
        builder.HasKey(x => new { x.IssueId, x.SubscriberId });
        builder.Property(x => x.State).HasConversion<string>();
        builder.HasIndex(x => new { x.IssueId, x.NextAttemptAt }).HasFilter("state = 'Waiting'").HasDatabaseName("ix_digest_delivery_waiting");
        builder.HasIndex(x => x.MessageId).IsUnique();
        builder.HasIndex(x => x.SentAt).HasFilter("sent_at is not null").HasDatabaseName("ix_digest_delivery_sent");
        builder.HasOne<DigestIssue>().WithMany().HasForeignKey(x => x.IssueId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Subscriber>().WithMany().HasForeignKey(x => x.SubscriberId).OnDelete(DeleteBehavior.Cascade);
    }
}
