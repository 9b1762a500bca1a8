using System.Globalization;
using Npgsql;

namespace ModelTrends.Data;

/// <summary>Months of <c>observation</c>, made before their first row. Two writers of the same month take turns.</summary>
public static class ObservationPartitions
{
    /// <summary>Arbitrary; it only has to be the same for every writer.</summary>
    private const long LockKey = 7_205_759_404;

    /// <summary>
    /// Inside a transaction the partition comes with it or not at all. It is made beside the table and attached, since what is made as a
    /// partition at once locks the whole table for readers.
    /// </summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        foreach (var month in days.Select(day => new DateOnly(day.Year, day.Month, 1)).Distinct().Order())
        {
            var sql = string.Create(CultureInfo.InvariantCulture, $"""
                select pg_advisory_xact_lock({LockKey});
                do $$ begin
                  if to_regclass('observation_{month:yyyy_MM}') is null then
                    create table observation_{month:yyyy_MM} (like observation including all);
                    alter table observation attach partition observation_{month:yyyy_MM} for values from ('{month:yyyy-MM-dd}') to ('{month.AddMonths(1):yyyy-MM-dd}');
                  end if;
                end $$;
                """);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
