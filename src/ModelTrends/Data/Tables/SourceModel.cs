using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>A model that a source has seen at least once, so that counting a source's models does not read all its observations.</summary>
public sealed class SourceModel : IEntityTypeConfiguration<SourceModel>
{
    public int SourceId { get; set; }
    public int ModelId { get; set; }

    public void Configure(EntityTypeBuilder<SourceModel> builder) => builder.HasKey(x => new { x.SourceId, x.ModelId });
}
