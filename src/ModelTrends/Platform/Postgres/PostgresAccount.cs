using System.Diagnostics;
using System.Globalization;

namespace ModelTrends.Platform.Postgres;

/// <summary>
/// Who runs PostgreSQL's programs. An ordinary user runs them as himself. They refuse root, so root lets an account without rights run them,
/// which then owns the cluster; where no such account reaches the folder, a user namespace hides root from them.
/// </summary>
public sealed class PostgresAccount
{
    /// <summary>The number a namespace shows PostgreSQL instead of the real one: nobody's.</summary>
    private static readonly string[] Namespace = ["-U", "--map-user=65534", "--map-group=65534"];

    private readonly string? _name;
    private readonly bool _mapped;

    private PostgresAccount(string? name, bool mapped) => (_name, _mapped) = (name, mapped);

    /// <exception cref="StartupException">The account has no name, which initdb asks for first of all, and there is no way to lend it one.</exception>
    public static void Check(DataFolder folder)
    {
        if (Account.HasName || File.Exists(Path.Combine(folder.Cluster, "PG_VERSION")) || NamespacesWork.Value)
            return;
        throw new StartupException(
            $"{Account.Name} has no name on this machine, and PostgreSQL's initdb does not work without one. Nothing was made. "
            + "Give the account a line in /etc/passwd, or set ConnectionStrings__ModelTrends to a server that runs already.");
    }

    /// <summary>Leaves the data folder closed, but for the way through to the cluster.</summary>
    /// <param name="binaries">The folder of the programs that the account has to reach.</param>
    /// <exception cref="StartupException">No account can run them; nothing was made but the data folder.</exception>
    public static PostgresAccount Choose(string binaries, DataFolder folder)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            folder.Close(passable: false);
            return new PostgresAccount(null, mapped: !Account.HasName && NamespacesWork.Value);
        }

        var unable = new List<string>();
        foreach (var (name, group) in WithoutRights())
        {
            folder.Close(passable: true);
            Run("chgrp", group, folder.Path);
            if (Reaches(name, binaries, folder.Path))
                return new PostgresAccount(name, mapped: false);
            unable.Add(name);
        }

        folder.Close(passable: false);
        Run("chgrp", "0", folder.Path);
        var why = unable.Count == 0
            ? "there is no account postgres or nobody"
            : $"{string.Join(" and ", unable)} cannot reach both {binaries} and {folder.Path}";
        if (!NamespacesWork.Value)
        {
            throw new StartupException(
                $"PostgreSQL refuses to run as root, and {why}. Start ModelTrends as an ordinary user, "
                + "or put it and its data folder where such an account may pass through.");
        }

        Console.Error.WriteLine(
            $"ModelTrends: the private PostgreSQL runs with root's rights in a namespace, since {why}. Better: start ModelTrends as an ordinary user.");
        return new PostgresAccount(null, mapped: true);
    }

    public ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(_mapped ? "unshare" : program, _mapped ? [.. Namespace, program, .. arguments] : [.. arguments]);
        if (_name is not null && !OperatingSystem.IsWindows())
            start.UserName = _name;
        return start;
    }

    /// <summary>Makes folders or files the account's own. Nothing happens where it is ours: what we make is ours already.</summary>
    public void Give(params string[] paths)
    {
        // Without -L nor -H no link is followed: the account may make some in its folder, and they must not lead root out of it.
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            Run("chown", ["-R", "-P", "--", _name is null ? "0:0" : _name + ":", .. paths]);
    }

    /// <summary>postgres where the machine has it, since nobody is shared with others.</summary>
    private static IEnumerable<(string Name, string Group)> WithoutRights()
    {
        if (!File.Exists("/etc/passwd"))
            return [];
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(parts => parts.Length > 3).ToList();
        return new[] { "postgres", "nobody" }
            .Select(name => accounts.Find(parts => parts[0] == name))
            .Where(parts => parts is not null && parts[2] != "0")
            .Select(parts => (parts![0], parts[3]));
    }

    private static bool Reaches(string account, string binaries, string folder)
    {
        if (OperatingSystem.IsWindows())
            return false;
        try
        {
            string[] both = ["-x", Path.Combine(binaries, "postgres"), "-a", "-x", folder];
            using var probe = Process.Start(new ProcessStartInfo("test", both) { UserName = account, WorkingDirectory = "/" });
            probe!.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"{program} failed: {error.Trim()}"));
    }

    private static readonly Lazy<bool> NamespacesWork = new(() =>
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", [.. Namespace, "true"]) { RedirectStandardError = true });
            probe!.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });
}
