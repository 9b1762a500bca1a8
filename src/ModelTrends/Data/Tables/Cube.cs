using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Data.Tables;

/// <summary>Totals of one day by both countries and every trait. Measures are in millionths, because merges are split.</summary>
public sealed class CountryCube : IEntityTypeConfiguration<CountryCube>
{
    public int SourceId { get; set; }
    public DateOnly Day { get; set; }
    public required string PublisherCountry { get; set; }
    public required string OriginCountry { get; set; }
    public TaskGroup TaskGroup { get; set; }
    public SizeClass SizeClass { get; set; }
    public Relation Relation { get; set; }
    public short Vintage { get; set; }
    public TraitFlags Flags { get; set; }
    public long Models { get; set; }
    public long NewModels { get; set; }
    public long Downloads30d { get; set; }
    public long DownloadsAllTime { get; set; }
    public long Likes { get; set; }
    public long Downloads { get; set; }
    public long NewLikes { get; set; }
    /// <summary>The part of <see cref="Downloads"/> that was spread over a gap, stall or rollback.</summary>
    public long Interpolated { get; set; }

    public void Configure(EntityTypeBuilder<CountryCube> builder)
    {
        builder.HasNoKey();
        builder.Property(x => x.Downloads30d).HasColumnName("downloads_30d");
        builder.HasIndex(x => new { x.SourceId, x.Day });
    }
}

/// <summary>Totals of one day by lens, lab, family and generation and every trait but vintage. Measures as in <see cref="CountryCube"/>.</summary>
public sealed class LabCube : IEntityTypeConfiguration<LabCube>
{
    public int SourceId { get; set; }
    public DateOnly Day { get; set; }
    public Lens Lens { get; set; }
    public required string Country { get; set; }
    public required string LabId { get; set; }
    public string? FamilyId { get; set; }
    public string? Generation { get; set; }
    public TaskGroup TaskGroup { get; set; }
    public SizeClass SizeClass { get; set; }
    public Relation Relation { get; set; }
    public TraitFlags Flags { get; set; }
    public long Models { get; set; }
    public long NewModels { get; set; }
    public long Downloads30d { get; set; }
    public long DownloadsAllTime { get; set; }
    public long Likes { get; set; }
    public long Downloads { get; set; }
    public long NewLikes { get; set; }
    public long Interpolated { get; set; }

    public void Configure(EntityTypeBuilder<LabCube> builder)
    {
        builder.HasNoKey();
        builder.Property(x => x.Lens).HasConversion<short>();
        builder.Property(x => x.Downloads30d).HasColumnName("downloads_30d");
        builder.HasIndex(x => new { x.SourceId, x.Lens, x.Day });
    }
}
