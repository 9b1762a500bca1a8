using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>Missing: not in the last complete walk. Gone: a detail request confirmed it.</summary>
public enum ModelState { Listed, Missing, Gone }

/// <summary>One repository on the Hub. Identity is the Hub's <c>_id</c>; archives without it are matched by name until a poll tells the id.</summary>
public sealed class Model : IEntityTypeConfiguration<Model>
{
    public int Id { get; set; }
    /// <summary>The Hub's <c>_id</c>, 24 hex digits; null while only an archive has seen the model.</summary>
    public string? HubId { get; set; }
    /// <summary>owner/name as last seen (old repositories have no owner).</summary>
    public required string Name { get; set; }
    /// <summary>The owner in lower case; empty for repositories without one.</summary>
    public required string Namespace { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
    public string? PipelineTag { get; set; }
    public string? LibraryName { get; set; }
    /// <summary>Total parameters, as safetensors or GGUF metadata declare them.</summary>
    public long? Parameters { get; set; }
    /// <summary>finetune, adapter, merge or quantized, as the uploader declared it.</summary>
    public string? BaseRelation { get; set; }
    /// <summary>Declared bases, owner/name, in the order declared.</summary>
    public string[] BaseNames { get; set; } = [];
    /// <summary>The Hub's ids of the same bases where the Hub told them; as long as <see cref="BaseNames"/>, or empty.</summary>
    public string[] BaseHubIds { get; set; } = [];
    public DateOnly FirstSeen { get; set; }
    public DateOnly LastSeen { get; set; }
    public ModelState State { get; set; }

    public void Configure(EntityTypeBuilder<Model> builder)
    {
        builder.HasIndex(x => x.HubId).IsUnique();
        builder.HasIndex(x => x.Namespace);
        builder.HasIndex(x => x.Name);
        builder.Property(x => x.State).HasConversion<string>();
    }
}

/// <summary>A name a model has borne. Renames add a row, so that old links and old archives still find the model.</summary>
public sealed class ModelName : IEntityTypeConfiguration<ModelName>
{
    public int ModelId { get; set; }
    public required string Name { get; set; }
    public DateOnly FirstSeen { get; set; }
    public DateOnly LastSeen { get; set; }

    public void Configure(EntityTypeBuilder<ModelName> builder)
    {
        builder.HasKey(x => new { x.ModelId, x.Name });
        builder.HasIndex(x => x.Name);
        builder.HasOne<Model>().WithMany().HasForeignKey(x => x.ModelId).OnDelete(DeleteBehavior.Restrict);
    }
}
