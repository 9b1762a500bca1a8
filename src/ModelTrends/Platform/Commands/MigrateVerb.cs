using System.CommandLine;

namespace ModelTrends.Platform.Commands;

public static class MigrateVerb
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database up to date, then exits.");
        command.SetAction((_, cancellationToken) => Verb.RunAsync(
            async (_, _) =>
            {
                await Console.Out.WriteLineAsync("The database is up to date.");
                return 0;
            },
            cancellationToken));
        return command;
    }
}
