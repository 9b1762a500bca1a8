using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ModelTrends.Platform.Postgres;

/// <summary>The data folder on disk: looked at before anything is made in it, closed to others, and held by one process.</summary>
public sealed partial class DataFolder(string path)
{
    /// <summary>What the application makes in it. A folder that holds anything else belongs to somebody else as well, and keeps its mode.</summary>
    private static readonly string[] Ours =
    [
        "postgres", "postgres-old", "run", "mail", "backfill", "keys",
        "instance.lock", "instance.pid", "database.pass", "socket.path", Hosting.Installation.FileName,
    ];

    public string Path { get; } = path;

    public string Cluster => In("postgres");

    public string LockFile => In("instance.lock");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <exception cref="StartupException">PostgreSQL cannot live here; nothing was made.</exception>
    public void Check()
    {
        if (Path.Any(char.IsControl))
            throw new StartupException($"The data folder's path holds a control character, which PostgreSQL's files cannot name. {Another}");
        if (Directory.Exists(Cluster) && !IsReadable(Cluster))
        {
            throw new StartupException(
                $"{Cluster} cannot be read by {Account.Name}. Start ModelTrends as the account that made it. {Another}");
        }
    }

    /// <param name="passable">Whether the folder's group may pass through it to PostgreSQL's own folders.</param>
    /// <exception cref="StartupException">The folder cannot be written.</exception>
    public void Close(bool passable)
    {
        try
        {
            Directory.CreateDirectory(Path);
            if (IsShared()) return;
            PrivateFiles.MakeFolder(Path, passable);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Unwritable(exception);
        }
    }

    /// <returns>Null where another process holds the folder.</returns>
    /// <exception cref="StartupException">The folder cannot be written.</exception>
    public FileStream? TryOwn()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult is LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Unwritable(exception);
        }
    }

    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const string Another = "Or set ModelTrends__DataFolder to another folder.";

    /// <summary>A folder with others' things in it (/srv, /tmp) is not ours to close; what we make in it is closed by itself.</summary>
    private bool IsShared() => Directory.EnumerateFileSystemEntries(Path)
        .Any(entry => !Ours.Contains(System.IO.Path.GetFileName(entry), StringComparer.Ordinal) && !HalfWritten().IsMatch(entry));

    private static bool IsReadable(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private StartupException Unwritable(Exception exception) => new(
        $"The data folder {Path} cannot be written by {Account.Name}: {exception.Message} Set ModelTrends__DataFolder to a folder that can.", exception);

    [GeneratedRegex(@"\.\d+\.new$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HalfWritten();
}

/// <summary>The account this process runs as.</summary>
public static class Account
{
    /// <summary>Its name; its number where the machine knows no name for it, as in many containers.</summary>
    public static string Name => Environment.UserName is { Length: > 0 } name ? name : OperatingSystem.IsWindows() ? "this account" : $"account {UserId()}";

    /// <summary>PostgreSQL's initdb asks the machine for the account's name and goes no further without one.</summary>
    public static bool HasName => OperatingSystem.IsWindows() || PasswdEntry(UserId()) != nint.Zero;

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint UserId();

    [DllImport("libc", EntryPoint = "getpwuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint PasswdEntry(uint user);
}
