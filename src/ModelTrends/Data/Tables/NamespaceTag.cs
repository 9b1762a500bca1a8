using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>An administrator's word on who owns a namespace. A ledger too: rows are added and closed, never changed.</summary>
public sealed class NamespaceTag : IEntityTypeConfiguration<NamespaceTag>
{
    public int Id { get; set; }
    /// <summary>In lower case.</summary>
    public required string Namespace { get; set; }
    public required string LabId { get; set; }
    /// <summary>Name, kind and country stand here for labs the registry's files do not have.</summary>
    public required string LabName { get; set; }
    public required string Kind { get; set; }
    public required string Country { get; set; }
    public required string EvidenceUrl { get; set; }
    public required string EvidenceNote { get; set; }
    public required string Author { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public DateTimeOffset? SupersededAt { get; set; }

    public void Configure(EntityTypeBuilder<NamespaceTag> builder) =>
        builder.HasIndex(x => x.Namespace).IsUnique().HasFilter("superseded_at is null").HasDatabaseName("ix_namespace_tag_current");
}
