using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform;
using ModelTrends.Platform.Hosting;

namespace ModelTrends.Attribution;

/// <summary>A registry that breaks a rule stops the migrate step before the database is touched.</summary>
public sealed class RegistryGate(RegistryFiles files) : IBeforeMigration
{
    public void Check()
    {
        try
        {
            _ = files.Registry;
        }
        catch (RegistryException fault)
        {
            throw new StartupException($"{fault.Message}{Environment.NewLine}Nothing was changed. `labs check FILE` says the same of a file before it is built in.");
        }
    }
}
