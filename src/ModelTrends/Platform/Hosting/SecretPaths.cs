using Serilog.Core;
using Serilog.Events;

namespace ModelTrends.Platform.Hosting;

/// <summary>Below /subscriptions/ the address is the key to a subscription; logs get it without.</summary>
public sealed class SecretPaths : ILogEventEnricher
{
    private const string Below = "/subscriptions/";
    private const string Path = "RequestPath";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (logEvent.Properties.TryGetValue(Path, out var value) && value is ScalarValue { Value: string path } && path.StartsWith(Below, StringComparison.OrdinalIgnoreCase))
            logEvent.AddOrUpdateProperty(propertyFactory.CreateProperty(Path, Below + "…"));
    }
}
