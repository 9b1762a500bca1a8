using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ModelTrends.Platform.Operations;

/// <summary>Health as JSON: the state, and by name what is not ready and why.</summary>
public static class HealthAnswer
{
    private sealed record Check(string Name, string State, string? Reason);

    private sealed record Answer(string State, IReadOnlyList<Check> Checks);

    public static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new Answer(
            report.Status.ToString(),
            [.. report.Entries.Select(entry => new Check(entry.Key, entry.Value.Status.ToString(), entry.Value.Description))]));
}
