using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>How the last look into a mailbox of bounces went.</summary>
public sealed class MailboxLook : IEntityTypeConfiguration<MailboxLook>
{
    /// <summary>Protocol, server and user, as set.</summary>
    public required string Mailbox { get; set; }
    public DateTimeOffset LookedAt { get; set; }
    /// <summary>The last look that came to its end.</summary>
    public DateTimeOffset? ReadAt { get; set; }
    /// <summary>Why it cannot be read, in the server's words; null when it can.</summary>
    public string? Trouble { get; set; }
    /// <summary>Of the first look that failed.</summary>
    public DateTimeOffset? TroubleSince { get; set; }

    public void Configure(EntityTypeBuilder<MailboxLook> builder) => builder.HasKey(x => x.Mailbox);
}
