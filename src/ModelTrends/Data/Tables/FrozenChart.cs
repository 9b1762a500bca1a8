using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>A chart as it was: its files, kept for ever and never changed. The id is a hash of them.</summary>
public sealed class FrozenChart : IEntityTypeConfiguration<FrozenChart>
{
    public string Id { get; init; } = "";
    public string Slug { get; init; } = "";
    /// <summary>The canonical query, to ask the same question again.</summary>
    public string Query { get; init; } = "";
    public string Title { get; init; } = "";
    /// <summary>SHA-256 of the rows in the picture, hexadecimal.</summary>
    public string DataSha256 { get; init; } = "";
    public string MethodologyVersion { get; init; } = "";
    public string? AttributionVersion { get; init; }
    public DateOnly? DataThrough { get; init; }
    public DateTimeOffset FrozenAt { get; init; }
    /// <summary>The zip with every file; single files are read from it.</summary>
    public byte[] Files { get; init; } = [];

    public void Configure(EntityTypeBuilder<FrozenChart> builder)
    {
        builder.ToTable("frozen_chart");
        builder.HasKey(chart => chart.Id);
    }
}
