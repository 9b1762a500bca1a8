using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelTrends.Platform.Postgres;

/// <summary>Finds initdb, postgres and pg_ctl: the npm package first, then what the machine has.</summary>
public static class PostgresBinaries
{
    public static string Find()
    {
        var package = Path.Combine(Places.NodeModules, "@embedded-postgres", PackageName(), "native");
        if (Complete(Path.Combine(package, "bin")))
        {
            MakeSymlinks(package);
            return Path.Combine(package, "bin");
        }

        return Installed().FirstOrDefault(Complete) ?? throw new StartupException(
            "No PostgreSQL was found. Run 'npm ci --ignore-scripts' in the root of the repository, or install PostgreSQL 15 or newer, "
            + "or set ConnectionStrings__ModelTrends to a server that runs already.");
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
