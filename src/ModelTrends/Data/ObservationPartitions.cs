using System.Globalization;
using Npgsql;

namespace ModelTrends.Data;

/// <summary>Months of <c>observation</c>, made before their first row. Two writers of the same month take turns.</summary>
public static class ObservationPartitions
{
    /// <summary>Arbitrary; it only has to be the same for every writer.</summary>
    private const long LockKey = 7_205_759_404;

    /// <summary>Call inside the transaction that writes; the partition comes with it or not at all.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        foreach (var month in days.Select(day => new DateOnly(day.Year, day.Month, 1)).Distinct().Order())
        {
            var sql = string.Create(CultureInfo.InvariantCulture, $"""
                select pg_advisory_xact_lock({LockKey});
                create table if not exists observation_{month:yyyy_MM} partition of observation for values from ('{month:yyyy-MM-dd}') to ('{month.AddMonths(1):yyyy-MM-dd}');
                """);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
