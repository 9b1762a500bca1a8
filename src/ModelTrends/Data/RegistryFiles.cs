using ModelTrends.Domain.Labs;

namespace ModelTrends.Data;

/// <summary>The registry's files of this process: those inside the program.</summary>
public sealed class RegistryFiles(IReadOnlyList<RegistryFile> files)
{
    private readonly Lazy<Registry> _registry = new(() => Registry.Parse(files));

    public RegistryFiles() : this(RegistryFile.Bundled())
    {
    }

    public IReadOnlyList<RegistryFile> All => files;

    /// <summary>Throws <see cref="RegistryException"/> with every problem when the files break a rule.</summary>
    public Registry Registry => _registry.Value;
}
