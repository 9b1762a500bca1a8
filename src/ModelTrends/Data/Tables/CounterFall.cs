using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>Models whose counter fell lately: their next day cannot be told from two observations alone.</summary>
public sealed class CounterFall : IEntityTypeConfiguration<CounterFall>
{
    public int SourceId { get; set; }
    public int ModelId { get; set; }
    /// <summary>The observation that settled the fall; null while it may still recover.</summary>
    public DateOnly? SettledOn { get; set; }

    public void Configure(EntityTypeBuilder<CounterFall> builder) => builder.HasKey(x => new { x.SourceId, x.ModelId });
}
