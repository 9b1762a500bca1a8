using System.CommandLine;
using System.Globalization;
using ModelTrends.Platform.Commands;
using ModelTrends.Trends.Derive;

namespace ModelTrends.Trends;

/// <summary>Recomputes flows, totals and rankings from what is stored.</summary>
public static class DeriveVerb
{
    public static Command Create()
    {
        var command = new Command("derive", "Recomputes flows, totals and rankings from what is stored.");
        var from = new Option<string?>("--from") { Description = "first day whose totals are computed again, YYYY-MM-DD; all days without it" };
        from.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Parse(text) is null)
                result.AddError($"--from: '{text}' is not a date of the form 2026-11-23.");
        });
        command.Options.Add(from);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync((services, stop) => DeriveAsync(services, Parse(parsed.GetValue(from)), stop), cancellationToken));
        return command;
    }

    private static async Task<int> DeriveAsync(IServiceProvider services, DateOnly? from, CancellationToken cancellationToken)
    {
        var derive = services.GetRequiredService<DeriveTotals>();
        var clock = services.GetRequiredService<TimeProvider>();
        foreach (var (id, key) in await services.GetRequiredService<TrendSources>().ObservedAsync(cancellationToken))
        {
            var started = clock.GetTimestamp();
            await derive.RebuildAsync(id, from, cancellationToken);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{key}: derived in {clock.GetElapsedTime(started).TotalSeconds:0.0} s"));
        }

        return 0;
    }

    private static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
