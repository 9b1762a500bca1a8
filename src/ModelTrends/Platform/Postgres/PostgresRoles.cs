using System.Security.Cryptography;
using ModelTrends.Data;

namespace ModelTrends.Platform.Postgres;

/// <summary>
/// The private server's roles and their passwords, which nobody types: they are made here and kept in a file of the data folder, in the form
/// that psql and pg_dump read (<c>PGPASSFILE</c>).
/// </summary>
public sealed class PostgresRoles
{
    /// <summary>What initdb makes. It looks after the server and is used for nothing else.</summary>
    public const string Superuser = "modeltrends";

    /// <summary>What the application asks and writes as. It owns the tables, since it makes each month's, and has no right beyond its database.</summary>
    public const string Application = "modeltrends_app";

    /// <summary>Brings the schema up to date: may also make schemas and extensions.</summary>
    public const string Migration = "modeltrends_migrate";

    /// <summary>Reads the numbers, and nothing about readers.</summary>
    public const string Reader = "modeltrends_read";

    private static readonly string[] All = [Superuser, Application, Migration, Reader];

    private readonly Dictionary<string, string> _passwords;

    private PostgresRoles(Dictionary<string, string> passwords, bool isNew) => (_passwords, IsNew) = (passwords, isNew);

    /// <summary>Whether the server does not know these passwords yet.</summary>
    public bool IsNew { get; }

    public string PasswordOf(string role) => _passwords[role];

    public static PostgresRoles Make() => new(
        All.ToDictionary(role => role, _ => RandomNumberGenerator.GetHexString(48, lowercase: true), StringComparer.Ordinal), isNew: true);

    /// <returns>What the file holds; new ones where there is no file or not a password for every role.</returns>
    public static PostgresRoles ReadOrMake(string file)
    {
        if (!File.Exists(file))
            return Make();
        var found = File.ReadLines(file).Select(line => line.Split(':')).Where(parts => parts.Length == 5)
            .ToLookup(parts => parts[3], parts => parts[4], StringComparer.Ordinal);
        return All.All(found.Contains)
            ? new PostgresRoles(All.ToDictionary(role => role, role => found[role].First(), StringComparer.Ordinal), isNew: false)
            : Make();
    }

    public void Keep(string file) => PrivateFiles.Write(file, string.Concat(All.Select(role => $"*:*:*:{role}:{_passwords[role]}\n")));

    /// <summary>For the cluster's own database <c>postgres</c>: the roles and our database.</summary>
    public string ServerSql() => All.Aggregate(
        SqlFile.Read<PostgresRoles>("roles.sql"), (sql, role) => sql.Replace($":'{role}'", $"'{_passwords[role]}'", StringComparison.Ordinal));

    /// <summary>For our database: who may do what in it, and everything in it becomes the application's.</summary>
    public static string DatabaseSql() =>
        $"{SqlFile.Read<PostgresRoles>("rights.sql")}\nset modeltrends.heir = '{Application}';\n\n{SqlFile.Read<PostgresRoles>("hand-over.sql")}";
}
