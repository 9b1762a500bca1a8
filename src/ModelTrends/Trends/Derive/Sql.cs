using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>Commands with named parameters; a null needs its cast in the SQL.</summary>
internal static class Sql
{
    /// <summary>Totals of one day at three million models take seconds; a statement that runs for an hour is stuck.</summary>
    private const int LongestSeconds = 3600;

    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        command.CommandTimeout = LongestSeconds;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
