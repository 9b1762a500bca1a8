using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>A reader says that a lab or a model is attributed wrongly. No address of the reader is kept.</summary>
public sealed class ErrorReport : IEntityTypeConfiguration<ErrorReport>
{
    public int Id { get; set; }
    /// <summary>lab or model.</summary>
    public required string Subject { get; set; }
    /// <summary>The lab's id, or owner/name.</summary>
    public required string SubjectId { get; set; }
    public required string Message { get; set; }
    /// <summary>Where it can be checked, if the reader gave it.</summary>
    public string? EvidenceUrl { get; set; }
    public DateTimeOffset ReportedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    public void Configure(EntityTypeBuilder<ErrorReport> builder) => builder.HasIndex(x => new { x.ClosedAt, x.ReportedAt });
}
