using System.CommandLine;
using Microsoft.Extensions.Options;
using ModelTrends.Archive;
using ModelTrends.Attribution;
using ModelTrends.Digest;
using ModelTrends.Exports;
using ModelTrends.Snapshots;
using ModelTrends.Snapshots.Backfill;
using ModelTrends.Trends;

namespace ModelTrends.Platform.Commands;

/// <summary>The verbs. Exit code 0 only when all was done; an error a person can mend is one line on the error stream.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = ServeVerb.AsRoot("ModelTrends: who makes the AI models the world downloads.");
        root.Subcommands.Add(ServeVerb.Create());
        root.Subcommands.Add(MigrateVerb.Create());
        root.Subcommands.Add(DeriveVerb.Create());
        root.Subcommands.Add(DigestVerb.Create());
        root.Subcommands.Add(PollVerb.Create());
        root.Subcommands.Add(ImportVerb.Create());
        root.Subcommands.Add(BackfillVerb.Create());
        root.Subcommands.Add(ExportVerb.Create());
        root.Subcommands.Add(SubscribersVerb.Create());
        root.Subcommands.Add(LabsVerb.Create());
        using var signals = new StopSignals();
        try
        {
            // The library's own handling gives a stop two seconds and then leaves the private PostgreSQL behind.
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await root.Parse(arguments).InvokeAsync(invocation, signals.Token);
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync("ModelTrends: " + exception.Message);
            return 2;
        }
        catch (InvalidOperationException exception) when (UnreadableSetting.Describe(exception) is { } description)
        {
            await Console.Error.WriteLineAsync("ModelTrends: setting not accepted: " + description);
            return 2;
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
                await Console.Error.WriteLineAsync("ModelTrends: setting not accepted: " + failure);
            return 2;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("ModelTrends: stopped before all was done.");
            return 130;
        }
    }
}
