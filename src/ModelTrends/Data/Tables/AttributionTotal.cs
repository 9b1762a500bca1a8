using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>
/// What the latest day of the default source gives each lab and family under each lens. Replaced whole after every observation;
/// fractions come from merges that are split between roots.
/// </summary>
public sealed class AttributionTotal : IEntityTypeConfiguration<AttributionTotal>
{
    public int Id { get; set; }
    public Lens Lens { get; set; }
    public required string LabId { get; set; }
    public string? FamilyId { get; set; }
    public string? Generation { get; set; }
    public required string Source { get; set; }
    public DateOnly Day { get; set; }
    public decimal Models { get; set; }
    public decimal Downloads30d { get; set; }
    public decimal? DownloadsAllTime { get; set; }
    public decimal Likes { get; set; }

    public void Configure(EntityTypeBuilder<AttributionTotal> builder)
    {
        builder.Property(x => x.Lens).HasConversion<short>();
        builder.Property(x => x.Downloads30d).HasColumnName("downloads_30d");
        builder.HasIndex(x => x.LabId);
        builder.HasIndex(x => x.FamilyId);
    }
}

/// <summary>A namespace nobody has tagged, with the latest day's totals of its models: the editors' to-do list.</summary>
public sealed class UnknownNamespace : IEntityTypeConfiguration<UnknownNamespace>
{
    /// <summary>In lower case, as <see cref="Model.Namespace"/>; empty for repositories without an owner.</summary>
    public required string Namespace { get; set; }
    public int Models { get; set; }
    public long Downloads30d { get; set; }
    public long Likes { get; set; }
    /// <summary>Its most downloaded model.</summary>
    public required string TopModel { get; set; }

    public void Configure(EntityTypeBuilder<UnknownNamespace> builder)
    {
        builder.HasKey(x => x.Namespace);
        builder.Property(x => x.Downloads30d).HasColumnName("downloads_30d");
    }
}
