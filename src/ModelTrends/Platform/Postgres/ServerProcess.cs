using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ModelTrends.Platform.Postgres;

/// <summary>
/// One process of a PostgreSQL server, proven to be of one cluster folder. Its number alone proves nothing: after a restart of the machine, or in
/// a folder that was copied, it may be another's. What a running server works in is its own folder, and that is compared as the disk has it.
/// </summary>
public sealed class ServerProcess
{
    private readonly string _started;

    private ServerProcess(int id, string started) => (Id, _started) = (id, started);

    public int Id { get; }

    /// <summary>Whether it still is the process that was proven, not a later one with its number.</summary>
    public bool IsAlive => StartOf(Id) == _started;

    public static ServerProcess? Find(string cluster)
    {
        var lines = ReadLines(Path.Combine(cluster, "postmaster.pid"));
        if (lines.Length == 0 || Number(lines[0]) is not (> 0 and var id) || StartOf(id) is not { } started)
            return null;
        var isOurs = OperatingSystem.IsLinux()
            ? IsPostgres(id) && WorkIn(cluster, [id]).Count == 1
            : lines.Length > 2 && lines[1].Trim() == Path.GetFullPath(cluster) && WasStartedThen(id, lines[2]);
        return isOurs ? new ServerProcess(id, started) : null;
    }

    /// <summary>What works in the folder without a server that its files name: backends whose server was killed, which still hold its memory.</summary>
    /// <returns>Nothing where the system cannot tell (macOS).</returns>
    public static IReadOnlyList<ServerProcess> Orphans(string cluster)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(cluster))
            return [];
        var candidates = Directory.EnumerateDirectories("/proc")
            .Select(folder => Number(Path.GetFileName(folder)))
            .Where(id => id > 0 && IsPostgres(id))
            .ToList();
        return [.. from id in WorkIn(cluster, candidates)
                   let started = StartOf(id)
                   where started is not null
                   select new ServerProcess(id, started)];
    }

    /// <returns>False where it is gone already.</returns>
    public bool Send(ServerSignal signal) => IsAlive && Kill(Id, (int)signal) == 0;

    /// <returns>False when it was still there after the time.</returns>
    public async Task<bool> WaitForEndAsync(TimeSpan time)
    {
        using var over = new CancellationTokenSource(time);
        try
        {
            while (IsAlive)
                await Task.Delay(20, over.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return !IsAlive;
        }
    }

    /// <returns>When the process began, in words that only serve to compare; null where it is gone or only its entry is left.</returns>
    private static string? StartOf(int id)
    {
        if (OperatingSystem.IsLinux())
        {
            // Counted from the machine's start, so that a clock that jumps changes nothing. The name in brackets may hold blanks.
            var fields = ReadLines($"/proc/{id}/stat").FirstOrDefault()?.Split(") ")[^1].Split(' ');
            return fields is { Length: > 19 } && fields[0] is not ("Z" or "X") ? fields[19] : null;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : process.StartTime.ToString("O", CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <returns>0 where it is none.</returns>
    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static bool IsPostgres(int id) => ReadLines($"/proc/{id}/comm").FirstOrDefault()?.StartsWith("postgres", StringComparison.Ordinal) == true;

    /// <returns>Those of the processes whose working folder is the cluster: the same device and inode, by whatever path they came to it.</returns>
    private static List<int> WorkIn(string cluster, List<int> ids)
    {
        if (ids.Count == 0)
            return [];
        string[] arguments = ["-L", "-c", "%d:%i %n", "--", cluster, .. ids.Select(id => $"/proc/{id}/cwd")];
        using var stat = Process.Start(new ProcessStartInfo("stat", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // A process that has just gone is told there.
        _ = stat.StandardError.ReadToEndAsync();
        var lines = stat.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2)).ToList();
        stat.WaitForExit();
        var own = lines.Find(line => line[1] == cluster)?[0];
        return own is null ? [] : [.. ids.Where(id => lines.Exists(line => line[0] == own && line[1] == $"/proc/{id}/cwd"))];
    }

    /// <summary>Where the system does not show a process's folder; PostgreSQL writes the file within its first second.</summary>
    private static bool WasStartedThen(int id, string epoch)
    {
        using var process = Process.GetProcessById(id);
        return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal)
            && long.TryParse(epoch.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs((new DateTimeOffset(process.StartTime) - DateTimeOffset.FromUnixTimeSeconds(seconds)).TotalSeconds) < 10;
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone in this moment, or of another account: then it is not ours either.
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int id, int signal);
}

/// <summary>What PostgreSQL does at a signal.</summary>
public enum ServerSignal
{
    /// <summary>The server breaks off what runs and stops in order.</summary>
    Fast = 2,
    /// <summary>A backend ends after its statement's next look.</summary>
    Terminate = 15,
    /// <summary>Server and backends leave at once; the log brings everything back at the next start.</summary>
    Immediate = 3,
    Kill = 9,
}
