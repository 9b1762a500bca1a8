using System.Globalization;
using Npgsql;

namespace ModelTrends.Platform.Postgres;

/// <summary>
/// A PostgreSQL server of our own in the data folder, for when no connection string is set. It listens on a Unix socket only.
/// One process owns it, watches it and starts it again; a second <c>serve</c> on the same folder is refused, a command joins the server that runs.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    public const string DatabaseName = "modeltrends";

    private const string PasswordFile = "database.pass";

    /// <summary>PostgreSQL's word for a password that is not the one it knows, and for a role it does not know.</summary>
    private static readonly string[] NotLetIn = [PostgresErrorCodes.InvalidPassword, PostgresErrorCodes.InvalidAuthorizationSpecification];

    private readonly PostgresProcess _process;
    private readonly DataFolder _folder;
    private readonly CancellationTokenSource _stopping = new();
    private PostgresRoles _roles;
    private string _socketFolder;
    private FileStream? _ownership;
    private Task _watch = Task.CompletedTask;

    private PrivatePostgres(PostgresProcess process, DataFolder folder, PostgresRoles roles, string socketFolder, FileStream? ownership) =>
        (_process, _folder, _roles, _socketFolder, _ownership) = (process, folder, roles, socketFolder, ownership);

    /// <summary>What the application asks and writes with.</summary>
    public string ConnectionString => ConnectionTo(PostgresRoles.Application);

    public string MigrationConnectionString => ConnectionTo(PostgresRoles.Migration);

    public string ReaderConnectionString => ConnectionTo(PostgresRoles.Reader);

    /// <summary>For looking after the server itself.</summary>
    public string UpkeepConnectionString => ConnectionTo(PostgresRoles.Superuser);

    /// <param name="dataFolder">Absolute; the cluster lives in its <c>postgres</c> folder.</param>
    /// <param name="joinRunning">True for commands: use the server another process of ours has started.</param>
    /// <exception cref="StartupException">The folder is in use, or the server does not start.</exception>
    public static async Task<PrivatePostgres> StartAsync(string dataFolder, bool joinRunning, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(dataFolder);
        folder.Check();
        PostgresAccount.Check(folder);
        var binaries = PostgresBinaries.FindFor(folder.Cluster);
        if (folder.TryOwn() is not { } ownership)
            return await JoinAsync(folder, joinRunning, cancellationToken);

        PrivatePostgres? server = null;
        try
        {
            // Beside the lock file, which nobody else can read while it is held.
            PrivateFiles.Write(PidFileOf(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            var process = new PostgresProcess(binaries, folder, PostgresAccount.Choose(binaries, folder));
            server = new PrivatePostgres(process, folder, PostgresRoles.ReadOrMake(folder.In(PasswordFile)), SocketFolder.OfRunning(folder) ?? "", ownership);
            await server.StartOwnedAsync(cancellationToken);
            server._watch = new ServerWatch(process, server.StartServerAsync).RunAsync(server._stopping.Token);
            return server;
        }
        catch
        {
            if (server is not null)
                await server.DisposeAsync();
            await ownership.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ownership is null)
            return;

        await _stopping.CancelAsync();
        await _watch;
        _stopping.Dispose();
        await _process.StopAsync();
        SocketFolder.Remove(_folder, _socketFolder);
        await _ownership.DisposeAsync();
        _ownership = null;
    }

    private static async Task<PrivatePostgres> JoinAsync(DataFolder folder, bool joinRunning, CancellationToken cancellationToken)
    {
        if (!joinRunning)
        {
            throw new StartupException(
                $"Another ModelTrends already runs on the data folder {folder.Path} ({OwnerOf(folder)}). "
                + "Stop it, or set ModelTrends__DataFolder to another folder.");
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Read anew each time: the other process may be making them in this moment.
                if (File.Exists(folder.In(PasswordFile)) && SocketFolder.OfRunning(folder) is { } socketFolder)
                {
                    var joined = new PrivatePostgres(null!, folder, PostgresRoles.ReadOrMake(folder.In(PasswordFile)), socketFolder, ownership: null);
                    await using var connection = new NpgsqlConnection(joined.ConnectionString);
                    await connection.OpenAsync(cancellationToken);
                    return joined;
                }
            }
            catch (NpgsqlException exception) when (attempt >= Attempts)
            {
                throw new StartupException("Another ModelTrends owns the data folder, but its PostgreSQL does not answer.", exception);
            }
            catch (NpgsqlException)
            {
                // It starts, or recovers from a crash.
            }

            if (attempt >= Attempts)
                throw new StartupException("Another ModelTrends owns the data folder, but has not started its PostgreSQL.");
            await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken);
        }
    }

    /// <summary>Times half a second: longer than a server takes to recover from a crash on a laptop.</summary>
    private const int Attempts = 60;

    private async Task StartOwnedAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(_folder.Cluster, "PG_VERSION")))
            await _process.InitialiseAsync(cancellationToken);

        // A killed run leaves its server behind: it is sound and ours, so it is taken over instead of started again, unless it let everybody in.
        if (_process.Find() is null || !_process.IsSecured || _roles.IsNew || !Directory.Exists(_socketFolder))
            await StartServerAsync(cancellationToken);
        try
        {
            await ProveAsync(cancellationToken);
        }
        catch (PostgresException refused) when (NotLetIn.Contains(refused.SqlState))
        {
            // The file of passwords is not the one that the server was told, an older copy of the folder's for instance.
            _roles = PostgresRoles.Make();
            await StartServerAsync(cancellationToken);
            await ProveAsync(cancellationToken);
        }
    }

    /// <summary>Whatever state the folder is in: afterwards its server runs, with the roles and rules of this version.</summary>
    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        await _process.StopAsync();
        await _process.ClearLeftoversAsync();
        if (!_process.IsSecured || _roles.IsNew)
        {
            await _process.SecureAsync(_roles, _folder.In(PasswordFile), cancellationToken);
            _roles = PostgresRoles.ReadOrMake(_folder.In(PasswordFile));
        }

        if (!Directory.Exists(_socketFolder))
            _socketFolder = SocketFolder.Make(_folder);
        else
            PrivateFiles.MakeFolder(_socketFolder);
        await _process.StartAsync(_socketFolder, cancellationToken);
    }

    /// <summary>That who answers at the socket works in this folder.</summary>
    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(UpkeepConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select pg_read_file('postmaster.pid')", connection);
        var told = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (_process.Find() is not { } server || told.Split('\n')[0].Trim() != server.Id.ToString(CultureInfo.InvariantCulture))
            throw new StartupException($"The server that answers at {_socketFolder} is not the one of {_folder.Cluster}. Nothing was changed in it.");
    }

    private string ConnectionTo(string role) => new NpgsqlConnectionStringBuilder
    {
        Host = _socketFolder,
        Port = 5432,
        Username = role,
        Password = _roles.PasswordOf(role),
        Database = DatabaseName,
        MaxPoolSize = 60,
        ApplicationName = "ModelTrends",
    }.ConnectionString;

    private static string PidFileOf(DataFolder folder) => folder.In("instance.pid");

    private static string OwnerOf(DataFolder folder)
    {
        try
        {
            return "process " + File.ReadAllText(PidFileOf(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "its lock file is " + folder.LockFile;
        }
    }
}
