using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ModelTrends.Data.Tables;

/// <summary>The registry's files behind a version, so that a lab can be shown as it stood in the registry then. Never changed.</summary>
public sealed class RegistryText : IEntityTypeConfiguration<RegistryText>
{
    /// <summary>The files' own version, without any tag.</summary>
    public required string Version { get; set; }
    /// <summary>Paths and texts as JSON, packed with gzip: about 60 kB.</summary>
    public required byte[] Content { get; set; }

    public void Configure(EntityTypeBuilder<RegistryText> builder) => builder.HasKey(x => x.Version);
}
