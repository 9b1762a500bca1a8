using System.Globalization;
using Npgsql;

namespace ModelTrends.Platform.Hosting;

/// <summary>
/// The data folder and the database know each other: one identity, in the table <c>installation</c> and in a file of the folder. Without it a
/// server that came up empty (another volume, a lost setting) would be migrated as if nothing had ever been there.
/// </summary>
public sealed class Installation(IConfiguration configuration, TimeProvider clock)
{
    public const string FileName = "installation.id";

    private const string ForgetSetting = "Database:Forget";

    /// <summary>What the folder remembers of a database.</summary>
    public sealed record Memory(string Folder, Guid Database)
    {
        /// <param name="what">What is there instead.</param>
        /// <exception cref="StartupException">Always.</exception>
        public void Refuse(string what) => throw new StartupException(
            $"The data folder {Folder} remembers the database {Database}, but {what}. Nothing was changed. Name the database that holds the data "
            + $"(ConnectionStrings__ModelTrends), or restore it. If these data may be forgotten, start once with Database__Forget={Database}.");
    }

    /// <returns>Null where the folder remembers none, or the settings allow to forget just this one.</returns>
    public static Memory? Remembered(IConfiguration configuration)
    {
        var folder = Places.DataFolder(configuration);
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            return null;
        if (!Guid.TryParse(File.ReadLines(file).FirstOrDefault(), out var database))
        {
            throw new StartupException(
                $"{file} does not hold the identity of a database. Delete it if the database is the right one; it is then written anew.");
        }

        return Guid.TryParse(configuration[ForgetSetting], out var forgotten) && forgotten == database ? null : new Memory(folder, database);
    }

    /// <summary>Looks at the database before anything is changed in it.</summary>
    /// <param name="known">The migrations of this version.</param>
    /// <exception cref="StartupException">It is another one than the folder remembers, it is empty, or a newer version has changed it.</exception>
    public async Task CheckAsync(NpgsqlConnection connection, IEnumerable<string> known, CancellationToken cancellationToken)
    {
        var applied = await IsThereAsync(connection, "\"__EFMigrationsHistory\"", cancellationToken)
            ? await ReadAsync<string>(connection, "select migration_id from \"__EFMigrationsHistory\" order by 1", cancellationToken) : [];
        if (Remembered(configuration) is { } memory)
        {
            var database = $"the database {connection.Database} at {connection.Host}";
            if (applied.Count == 0)
                memory.Refuse($"{database} is empty");
            if (await IdentityAsync(connection, cancellationToken) is var identity && identity != memory.Database)
                memory.Refuse($"{database} is {(identity is null ? "one that does not know this folder" : "another: " + identity)}");
        }

        var newer = applied.Except(known, StringComparer.Ordinal).ToList();
        if (newer.Count > 0)
        {
            throw new StartupException(
                $"The database {connection.Database} at {connection.Host} was brought up to date by a newer ModelTrends: this one does not know {string.Join(", ", newer)}. "
                + "Nothing was changed. Start that version or a later one, or restore a backup from before.");
        }
    }

    /// <summary>Writes the identity where it is missing: first into the database, so that a process killed between the two goes on with it.</summary>
    public async Task RecordAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var make = new NpgsqlCommand("create table if not exists installation (id uuid primary key, made_at timestamptz not null)", connection))
            await make.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = new NpgsqlCommand("insert into installation select @id, @now where not exists (select from installation)", connection);
        insert.Parameters.AddWithValue("id", Guid.NewGuid());
        insert.Parameters.AddWithValue("now", clock.GetUtcNow().ToUniversalTime());
        await insert.ExecuteNonQueryAsync(cancellationToken);
        var identity = await IdentityAsync(connection, cancellationToken);
        var file = Path.Combine(Places.DataFolder(configuration), FileName);
        var text = string.Create(CultureInfo.InvariantCulture, $"{identity}\n");
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken) == text)
            return;
        try
        {
            PrivateFiles.Write(file, text);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new StartupException(
                $"The data folder {Path.GetDirectoryName(file)} cannot be written: {exception.Message} Set ModelTrends__DataFolder to a folder that can.",
                exception);
        }
    }

    private static async Task<Guid?> IdentityAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await IsThereAsync(connection, "installation", cancellationToken)
        && await ReadAsync<Guid>(connection, "select id from installation", cancellationToken) is { Count: > 0 } found ? found[0] : null;

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken) =>
        (await ReadAsync<bool>(connection, $"select to_regclass('public.{table}') is not null", cancellationToken))[0];

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }
}
