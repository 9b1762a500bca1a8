using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>Origin: the lab at the root of the lineage. Publisher: the lab that owns the namespace.</summary>
public enum Lens { Origin, Publisher }

/// <summary>
/// Who made a model, under one lens, as known from <see cref="RecordedAt"/> until <see cref="SupersededAt"/>. Rows are only ever added
/// and closed, so any past answer can be drawn again. A merge with several roots has one row a root; a count <c>v</c> gives the row
/// <c>round(v*PartTo/Parts, 6) - round(v*PartFrom/Parts, 6)</c>, which sums to <c>v</c> exactly.
/// </summary>
public sealed class Attribution : IEntityTypeConfiguration<Attribution>
{
    public long Id { get; set; }
    public int ModelId { get; set; }
    public Lens Lens { get; set; }
    /// <summary>A lab's id in the registry, or <c>unknown</c>.</summary>
    public required string LabId { get; set; }
    /// <summary>ISO 3166-1 alpha-2, or <c>international</c>, <c>individual</c>, <c>unknown</c>.</summary>
    public required string Country { get; set; }
    /// <summary>The family under this lens, or null.</summary>
    public string? FamilyId { get; set; }
    public string? Generation { get; set; }
    public int PartFrom { get; set; }
    public int PartTo { get; set; } = 1;
    public int Parts { get; set; } = 1;
    /// <summary>owner/name at which the walk ended; the model itself when it declares no base.</summary>
    public required string RootName { get; set; }
    public int? RootModelId { get; set; }
    public int Depth { get; set; }
    /// <summary>The rule that decided: see <see cref="ModelTrends.Domain.Labs.Rules"/>.</summary>
    public required string Rule { get; set; }
    public string? Evidence { get; set; }
    public DateOnly ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public DateTimeOffset? SupersededAt { get; set; }

    public void Configure(EntityTypeBuilder<Attribution> builder)
    {
        builder.Property(x => x.Lens).HasConversion<short>();
        builder.HasIndex(x => new { x.ModelId, x.Lens }).HasFilter("superseded_at is null").HasDatabaseName("ix_attribution_current");
        builder.HasIndex(x => new { x.LabId, x.Lens }).HasFilter("superseded_at is null").HasDatabaseName("ix_attribution_current_lab");
        builder.HasIndex(x => new { x.FamilyId, x.Lens }).HasFilter("superseded_at is null and family_id is not null").HasDatabaseName("ix_attribution_current_family");
        builder.HasIndex(x => x.RecordedAt);
    }
}
