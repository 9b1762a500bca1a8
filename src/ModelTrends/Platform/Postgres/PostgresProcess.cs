using System.Diagnostics;
using ModelTrends.Data;

namespace ModelTrends.Platform.Postgres;

/// <summary>Runs PostgreSQL's programs on the cluster of one data folder. They are told relative paths, which no shell of theirs can misread.</summary>
public sealed class PostgresProcess(string binaries, DataFolder folder, PostgresAccount account)
{
    private const string Cluster = "postgres";

    private static readonly string[] Settings =
    [
        // Sized for a laptop that also runs the application; a real server is set by its own administrator.
        "shared_buffers=256MB", "work_mem=64MB", "maintenance_work_mem=256MB", "max_wal_size=4GB", "jit=off",
        "max_connections=120", "random_page_cost=1.1", "checkpoint_timeout=15min", "timezone=UTC", "log_timezone=UTC",
        "log_min_messages=warning",
        // Nobody replicates it, so what a transaction has made itself (a month, an index) is not written twice. Compressing what is written twice
        // would take as much processor time as the rows themselves.
        "wal_level=minimal", "max_wal_senders=0", "wal_buffers=32MB",
    ];

    /// <summary>Who may come in, and from where. Our own file decides it alone; it is looked at with every start.</summary>
    private const string Access = """
        # Written by ModelTrends. Nobody comes in without a password, and over the socket only.
        # A server to be reached otherwise is one of your own: ConnectionStrings__ModelTrends.
        local all all scram-sha-256

        """;

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(60);

    private string Log => Path.Combine(folder.Cluster, "server.log");

    private string AccessFile => Path.Combine(folder.Cluster, "pg_hba.conf");

    /// <summary>Whether the server's roles and rules are those of this version. An installation of an earlier one trusted every local account.</summary>
    public bool IsSecured => File.Exists(AccessFile) && File.ReadAllText(AccessFile) == Access;

    private ServerProcess? _proven;

    /// <returns>This folder's server. One that was proven stays so while it lives, whatever its files say later.</returns>
    public ServerProcess? Find() => _proven is { IsAlive: true } ? _proven : _proven = ServerProcess.Find(folder.Cluster);

    public async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        // An initdb that was killed half-way leaves a folder without PG_VERSION, which holds nothing of ours.
        if (Directory.Exists(folder.Cluster))
            Directory.Delete(folder.Cluster, recursive: true);
        PrivateFiles.MakeFolder(folder.Cluster);
        account.Give(folder.Cluster);
        string[] arguments =
            ["-D", Cluster, "-U", PostgresRoles.Superuser, "--locale=C.UTF-8", "-E", "UTF8", "-A", "reject", "--no-sync"];
        await RunAsync("initdb", arguments, null, cancellationToken);
        var conf = await File.ReadAllTextAsync(Path.Combine(folder.Cluster, "postgresql.conf"), cancellationToken);
        Write("postgresql.conf", conf + string.Join('\n', Settings) + "\n");
    }

    /// <summary>
    /// Makes the roles, gives them their passwords and hands the tables over, without a server that anybody could reach meanwhile. The file of
    /// access comes last: until it is there, the next start does all of it again.
    /// </summary>
    public async Task SecureAsync(PostgresRoles roles, string passwordFile, CancellationToken cancellationToken)
    {
        account.Give(folder.Cluster);
        const string Database = PrivatePostgres.DatabaseName;
        var isThere = await AloneAsync("postgres", $"select 'there' as found from pg_database where datname = '{Database}';\n\n", cancellationToken);
        if (!isThere.Contains("there", StringComparison.Ordinal))
            await AloneAsync("postgres", $"create database {Database};\n\n", cancellationToken);
        await AloneAsync("postgres", roles.ServerSql(), cancellationToken);
        await AloneAsync(Database, PostgresRoles.DatabaseSql(), cancellationToken);
        roles.Keep(passwordFile);
        Write("pg_hba.conf", Access);
    }

    public async Task StartAsync(string socketFolder, CancellationToken cancellationToken)
    {
        account.Give(folder.Cluster, socketFolder);
        var conf = await File.ReadAllTextAsync(Path.Combine(folder.Cluster, "postgresql.conf"), cancellationToken);
        if (!conf.Contains("include 'modeltrends.conf'", StringComparison.Ordinal))
            Write("postgresql.conf", conf.TrimEnd() + "\ninclude 'modeltrends.conf'\n");
        Write("modeltrends.conf", $"""
            # Written by ModelTrends with every start; what you add goes into postgresql.conf.
            listen_addresses = ''
            port = 5432
            unix_socket_directories = '{socketFolder}'
            unix_socket_permissions = 0700
            # A statement whose asker is gone ends within a second: a killed application leaves no locks behind.
            client_connection_check_interval = 1s

            """);
        // pg_ctl detaches the server from our terminal, so that Ctrl+C reaches us first and we stop it in order.
        await RunAsync("pg_ctl", ["start", "-w", "-t", "60", "-D", Cluster, "-l", Path.Combine(Cluster, "server.log")], null, cancellationToken);
    }

    /// <summary>Stops this folder's server and no other; nothing happens where none runs.</summary>
    public async Task StopAsync()
    {
        if (Find() is not { } server)
            return;
        server.Send(ServerSignal.Fast);
        if (await server.WaitForEndAsync(StopTime))
            return;
        server.Send(ServerSignal.Immediate);
        if (!await server.WaitForEndAsync(StopTime))
            throw new StartupException($"PostgreSQL (process {server.Id}) does not stop; its log is {Log}:\n{LogTail()}");
    }

    /// <summary>
    /// Clears the way for a start where no server of this folder runs: a server that was killed leaves backends that hold its memory, and a
    /// pid file whose number may be another's by now. PostgreSQL would refuse to start beside either.
    /// </summary>
    public async Task ClearLeftoversAsync()
    {
        foreach (var (signal, patience) in new[] { (ServerSignal.Terminate, 3), (ServerSignal.Immediate, 3), (ServerSignal.Kill, 30) })
        {
            var orphans = ServerProcess.Orphans(folder.Cluster);
            foreach (var orphan in orphans)
                orphan.Send(signal);
            foreach (var orphan in orphans)
                await orphan.WaitForEndAsync(TimeSpan.FromSeconds(patience));
        }

        File.Delete(Path.Combine(folder.Cluster, "postmaster.pid"));
    }

    /// <summary>The server's program without a server: it asks no password and serves nobody else.</summary>
    private Task<string> AloneAsync(string database, string sql, CancellationToken cancellationToken) =>
        RunAsync("postgres", ["--single", "-j", "-D", Cluster, "-c", "exit_on_error=on", "-c", "log_min_error_statement=panic", database], sql, cancellationToken);

    private async Task<string> RunAsync(string program, string[] arguments, string? input, CancellationToken cancellationToken)
    {
        var start = account.Command(Path.Combine(binaries, program), arguments);
        (start.WorkingDirectory, start.RedirectStandardError, start.RedirectStandardOutput, start.RedirectStandardInput) = (folder.Path, true, true, true);
        // Settings of the person's own psql are not for this server.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C.UTF-8";

        using var process = Process.Start(start) ?? throw new StartupException($"{program} did not start.");
        if (program == "pg_ctl")
        {
            process.StandardInput.Close();
            // The server inherits the pipes and keeps them open, so only pg_ctl itself is waited for, not the end of its output.
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new StartupException($"PostgreSQL could not be started; its log is {Log}:\n{LogTail()}");
            return "";
        }

        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        if (input is not null)
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output : throw new StartupException($"{program} failed on {folder.Cluster}: {(await error).Trim()}");
    }

    /// <summary>By way of the data folder, which is ours alone: in the cluster PostgreSQL's account may have left anything.</summary>
    private void Write(string name, string text)
    {
        var beside = folder.In(name + ".new");
        PrivateFiles.Write(beside, text);
        account.Give(beside);
        File.Move(beside, Path.Combine(folder.Cluster, name), overwrite: true);
    }

    private string LogTail() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(5)) : "(no log was written)";
}
