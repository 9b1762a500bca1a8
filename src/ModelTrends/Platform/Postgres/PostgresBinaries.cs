using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelTrends.Platform.Postgres;

/// <summary>Finds initdb, postgres and pg_ctl: the npm package first, then what the machine has.</summary>
public static class PostgresBinaries
{
    /// <param name="cluster">A folder with data is run by the major version that made it, where the machine has that; no other one can read it.</param>
    /// <exception cref="StartupException">There is no PostgreSQL, or none of the version the data needs. Nothing was touched.</exception>
    public static string FindFor(string cluster)
    {
        var found = All().ToList();
        if (found.Count == 0)
        {
            throw new StartupException(
                "No PostgreSQL was found. Run 'npm ci --ignore-scripts' in the root of the repository, or install PostgreSQL 15 or newer, "
                + "or set ConnectionStrings__ModelTrends to a server that runs already.");
        }

        var versionFile = Path.Combine(cluster, "PG_VERSION");
        if (!File.Exists(versionFile))
            return found[0];
        var wanted = File.ReadLines(versionFile).FirstOrDefault()?.Trim() ?? "";
        return found.FirstOrDefault(folder => string.Equals(MajorOf(folder), wanted, StringComparison.Ordinal)) ?? throw new StartupException(
            $"The data in {cluster} were made by PostgreSQL {(wanted.Length > 0 ? wanted : "of an unknown version (PG_VERSION is empty)")}; "
            + $"here there is {string.Join(" and ", found.Select(folder => $"{MajorOf(folder)} ({folder})"))}, which cannot read them. Nothing was changed. "
            + $"Install PostgreSQL {wanted} (it is found below /usr/lib/postgresql and in PATH) and start again: the data stay where they are. "
            + "docs/operations.md, \"Another PostgreSQL\", says how to move them to a newer version, or set ModelTrends__DataFolder to an empty folder to begin anew.");
    }

    private static IEnumerable<string> All()
    {
        var package = Path.Combine(Places.NodeModules, "@embedded-postgres", PackageName(), "native");
        if (Complete(Path.Combine(package, "bin")))
        {
            MakeSymlinks(package);
            yield return Path.Combine(package, "bin");
        }

        foreach (var folder in Installed().Where(Complete).Distinct(StringComparer.Ordinal))
            yield return folder;
    }

    /// <returns>As PG_VERSION has it: <c>18</c> of <c>postgres (PostgreSQL) 18.4 (Debian …)</c>.</returns>
    private static string MajorOf(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "postgres"), ["--version"]) { RedirectStandardOutput = true })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return words.FirstOrDefault(word => char.IsAsciiDigit(word[0]))?.Split('.')[0] ?? "";
    }

    private static string PackageName()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return $"{system}-{architecture}";
    }

    private static bool Complete(string folder) =>
        new[] { "initdb", "postgres", "pg_ctl" }.All(name =>
            File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));

    private static IEnumerable<string> Installed()
    {
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            foreach (var version in Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => path, StringComparer.Ordinal))
                yield return Path.Combine(version, "bin");
        }

        yield return "/opt/homebrew/opt/postgresql@18/bin";
        yield return "/usr/local/opt/postgresql@18/bin";
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
    }

    /// <summary>The package's libraries need links that its install script would make; install scripts are off here.</summary>
    private static void MakeSymlinks(string package)
    {
        var list = Path.Combine(package, "pg-symlinks.json");
        if (!File.Exists(list))
            return;

        using var links = JsonDocument.Parse(File.ReadAllText(list));
        var parent = Path.GetDirectoryName(package)!;
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = Path.Combine(parent, link.GetProperty("source").GetString()!);
            var target = Path.Combine(parent, link.GetProperty("target").GetString()!);
            if (File.Exists(target) || !File.Exists(source))
                continue;
            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another process made the same link in this moment; the link is there, which is all we want.
            }
        }
    }
}
