using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>A version of the registry the ledger was brought into step with, and what that moved.</summary>
public sealed class RegistryVersion : IEntityTypeConfiguration<RegistryVersion>
{
    public int Id { get; set; }
    /// <summary>The first 12 hex digits of the content's SHA-256. A version can come back, so it is not unique.</summary>
    public required string Version { get; set; }
    /// <summary>Version of the files alone, see <see cref="RegistryText"/>; null: recorded before texts were kept.</summary>
    public string? FilesVersion { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    /// <summary>When everything computed from attributions had followed; null: it has to be done (again) at the next start.</summary>
    public DateTimeOffset? FollowedAt { get; set; }
    public int Labs { get; set; }
    public int Namespaces { get; set; }
    public int Families { get; set; }
    /// <summary>Models, downloads and shares of countries moved, as JSON; null for the first version.</summary>
    public string? Report { get; set; }

    public void Configure(EntityTypeBuilder<RegistryVersion> builder)
    {
        builder.Property(x => x.Report).HasColumnType("jsonb");
        builder.HasIndex(x => x.RecordedAt);
    }
}
