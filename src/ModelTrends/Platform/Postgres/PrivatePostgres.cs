using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ModelTrends.Platform.Postgres;

/// <summary>
/// A PostgreSQL server of our own in the data folder, for when no connection string is set. It listens on a Unix socket only.
/// One process owns it; a second <c>serve</c> on the same folder is refused, a command joins the server that runs.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    public const string DatabaseName = "modeltrends";

    private readonly PostgresProcess _process;
    private readonly string _socketFolder;
    private FileStream? _ownership;

    private PrivatePostgres(PostgresProcess process, string socketFolder, FileStream? ownership)
    {
        _process = process;
        _socketFolder = socketFolder;
        _ownership = ownership;
    }

    public string ConnectionString => ConnectionTo(_socketFolder, DatabaseName);

    /// <param name="dataFolder">Absolute; the cluster lives in its <c>postgres</c> folder.</param>
    /// <param name="joinRunning">True for commands: use the server another process of ours has started.</param>
    /// <exception cref="StartupException">The folder is in use, or the server does not start.</exception>
    public static async Task<PrivatePostgres> StartAsync(string dataFolder, bool joinRunning, CancellationToken cancellationToken)
    {
        var cluster = Path.Combine(dataFolder, "postgres");
        var socketFolder = SocketFolder(dataFolder);
        var process = new PostgresProcess(PostgresBinaries.FindFor(cluster), cluster);
        var lockFile = Path.Combine(dataFolder, "instance.lock");
        FileStream? ownership;
        try
        {
            Directory.CreateDirectory(dataFolder);
            Directory.CreateDirectory(socketFolder);
            ownership = TryOwn(lockFile);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException($"The data folder {dataFolder} cannot be written by {Environment.UserName}: {exception.Message} Set ModelTrends__DataFolder to a folder that can.", exception);
        }

        if (ownership is null)
        {
            if (!joinRunning)
                throw new StartupException($"Another ModelTrends already runs on the data folder {dataFolder} ({OwnerOf(lockFile)}). Stop it, or set ModelTrends__DataFolder to another folder.");

            var joined = new PrivatePostgres(process, socketFolder, ownership: null);
            await joined.WaitUntilAnsweringAsync(cancellationToken);
            return joined;
        }

        var server = new PrivatePostgres(process, socketFolder, ownership);
        try
        {
            await server.StartOwnedAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ownership is null)
            return;

        await _process.StopAsync();
        await _ownership.DisposeAsync();
        _ownership = null;
    }

    private async Task StartOwnedAsync(CancellationToken cancellationToken)
    {
        if (!_process.HasCluster)
            await _process.InitialiseAsync(cancellationToken);

        // A killed run leaves its server behind: it is sound and ours, so it is taken over instead of started again.
        if (!_process.IsRunning())
        {
            _process.RemoveStalePidFile();
            await _process.StartAsync(_socketFolder, cancellationToken);
        }

        await using var source = NpgsqlDataSource.Create(ConnectionTo(_socketFolder, "postgres"));
        await using var exists = source.CreateCommand("select 1 from pg_database where datname = $1");
        exists.Parameters.AddWithValue(DatabaseName);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = source.CreateCommand($"create database {DatabaseName}");
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task WaitUntilAnsweringAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString);
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException exception) when (attempt == 30)
            {
                // 30 tries of half a second: longer than a server takes to recover from a crash on a laptop.
                throw new StartupException("Another ModelTrends owns the data folder, but its PostgreSQL does not answer.", exception);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken);
            }
        }
    }

    private static string ConnectionTo(string socketFolder, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Username = PostgresProcess.UserName,
        Database = database,
        MaxPoolSize = 60,
        ApplicationName = "ModelTrends",
    }.ConnectionString;

    /// <summary>A Unix socket's path may be 107 bytes long; a deep data folder gets a short one below the temporary folder.</summary>
    private static string SocketFolder(string dataFolder)
    {
        var beside = Path.Combine(dataFolder, "run");
        if (Encoding.UTF8.GetByteCount(Path.Combine(beside, ".s.PGSQL.5432")) <= 100)
            return beside;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..12];
        return Path.Combine(Path.GetTempPath(), "modeltrends-" + hash);
    }

    private static FileStream? TryOwn(string lockFile)
    {
        FileStream held;
        try
        {
            held = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        // Beside the lock file, which nobody else can read while it is held.
        File.WriteAllText(PidFileOf(lockFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return held;
    }

    private static string PidFileOf(string lockFile) => Path.ChangeExtension(lockFile, "pid");

    private static string OwnerOf(string lockFile)
    {
        try
        {
            return "process " + File.ReadAllText(PidFileOf(lockFile));
        }
        catch (IOException)
        {
            return "its lock file is " + lockFile;
        }
    }
}
