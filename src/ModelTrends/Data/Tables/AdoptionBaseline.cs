using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Data.Tables;

/// <summary>A threshold of relative adoption, frozen at the beginning of a quarter: <see cref="Name"/> is <c>2026-Q4.v1</c>.</summary>
public sealed class AdoptionBaseline : IEntityTypeConfiguration<AdoptionBaseline>
{
    public int SourceId { get; set; }
    public required string Name { get; set; }
    public SizeClass SizeClass { get; set; }
    /// <summary>Days since release.</summary>
    public int Age { get; set; }
    /// <summary>Of the 10th most downloaded model; null while fewer than ten have reached the age.</summary>
    public decimal? Downloads { get; set; }
    public int Models { get; set; }
    public DateTimeOffset FrozenAt { get; set; }

    public void Configure(EntityTypeBuilder<AdoptionBaseline> builder) => builder.HasKey(x => new { x.SourceId, x.Name, x.SizeClass, x.Age });
}
