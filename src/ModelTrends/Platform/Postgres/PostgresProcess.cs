using System.Diagnostics;
using System.Globalization;

namespace ModelTrends.Platform.Postgres;

/// <summary>Runs initdb and pg_ctl on one cluster folder, as root or as an ordinary user.</summary>
public sealed class PostgresProcess(string binaries, string cluster)
{
    public const string UserName = "modeltrends";

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

    private string PidFile => Path.Combine(cluster, "postmaster.pid");

    public bool HasCluster => File.Exists(Path.Combine(cluster, "PG_VERSION"));

    public async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        // An initdb that was killed half-way leaves a folder without PG_VERSION, which holds nothing of ours.
        if (Directory.Exists(cluster))
            Directory.Delete(cluster, recursive: true);

        await RunAsync("initdb", ["-D", cluster, "-U", UserName, "--locale=C.UTF-8", "-E", "UTF8", "-A", "trust", "--no-sync"], cancellationToken);
        await File.AppendAllLinesAsync(Path.Combine(cluster, "postgresql.conf"), Settings, cancellationToken);
    }

    public Task StartAsync(string socketFolder, CancellationToken cancellationToken) =>
        // pg_ctl detaches the server from our terminal, so that Ctrl+C reaches us first and we stop it in order.
        RunAsync("pg_ctl", ["start", "-w", "-t", "60", "-D", cluster, "-l", Path.Combine(cluster, "server.log"), "-o", $"-c listen_addresses='' -k '{socketFolder}'"], cancellationToken);

    public Task StopAsync() => IsRunning()
        ? RunAsync("pg_ctl", ["stop", "-w", "-t", "60", "-m", "fast", "-D", cluster], CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Whether the process that postmaster.pid names is alive and is a PostgreSQL server.</summary>
    public bool IsRunning()
    {
        if (!File.Exists(PidFile)
            || !int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited && process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The instance lock says that nobody else runs here, so a pid file without its server is a leftover.</summary>
    public void RemoveStalePidFile() => File.Delete(PidFile);

    private async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        var path = Path.Combine(binaries, program);
        if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
            RunAsNobody(start, path);
        else
            start.FileName = path;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start) ?? throw new StartupException($"{program} did not start.");
        if (program == "pg_ctl")
        {
            // The server inherits the pipes and keeps them open, so only pg_ctl itself is waited for, not the end of its output.
            var waited = process.WaitForExitAsync(cancellationToken);
            await waited;
            if (process.ExitCode != 0)
                throw new StartupException($"PostgreSQL could not be controlled ({string.Join(' ', arguments.Take(2))}); its log is {Path.Combine(cluster, "server.log")}:\n{LogTail()}");
            return;
        }

        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await output;
        if (process.ExitCode != 0)
            throw new StartupException($"{program} failed on {cluster}: {(await error).Trim()}");
    }

    /// <summary>
    /// PostgreSQL refuses root. A user namespace in which we are nobody satisfies it and leaves the files ours;
    /// where the kernel forbids namespaces, the account "postgres" or "nobody" runs it and owns the cluster.
    /// </summary>
    private void RunAsNobody(ProcessStartInfo start, string path)
    {
        if (UserNamespacesWork.Value)
        {
            start.FileName = "unshare";
            foreach (var argument in new[] { "-U", "--map-user=65534", "--map-group=65534", path })
                start.ArgumentList.Add(argument);
            return;
        }

        var account = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
        Directory.CreateDirectory(Path.GetDirectoryName(cluster)!);
        using var chown = Process.Start("chown", ["-R", account, Path.GetDirectoryName(cluster)!]);
        chown.WaitForExit();
        start.UserName = account;
        start.FileName = path;
    }

    private static readonly Lazy<bool> UserNamespacesWork = new(() =>
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", ["-U", "--map-user=65534", "--map-group=65534", "true"]) { RedirectStandardError = true });
            probe!.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private string LogTail()
    {
        var log = Path.Combine(cluster, "server.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(5)) : "(no log was written)";
    }
}
