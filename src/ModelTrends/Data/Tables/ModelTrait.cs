using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Data.Tables;

/// <summary>
/// What decides in which populations a model counts, with the days it held. The first row of a model begins at -infinity; a change on the
/// Hub adds a row from that day on, so that days already counted stay as they were, while a value learnt later fills the rows in place.
/// </summary>
public sealed class ModelTrait : IEntityTypeConfiguration<ModelTrait>
{
    public int ModelId { get; set; }
    public DateOnly ValidFrom { get; set; }
    /// <summary>First day it no longer holds.</summary>
    public DateOnly? ValidTo { get; set; }
    public TaskGroup TaskGroup { get; set; }
    public SizeClass SizeClass { get; set; }
    public Relation Relation { get; set; }
    public short Vintage { get; set; }
    public TraitFlags Flags { get; set; }
    public DateOnly? Released { get; set; }
    public short RulesVersion { get; set; }
    /// <summary>Hash of the model's fields the traits came from; a change makes them be derived again.</summary>
    public int SourceHash { get; set; }

    public void Configure(EntityTypeBuilder<ModelTrait> builder) => builder.HasKey(x => new { x.ModelId, x.ValidFrom });
}
