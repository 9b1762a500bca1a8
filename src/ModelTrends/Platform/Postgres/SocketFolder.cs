using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ModelTrends.Platform.Postgres;

/// <summary>
/// Where the private server's socket lies: beside its data where the path is short and plain, else in a folder of its own below the temporary
/// one, under a name that nobody can guess and lie in wait at. A file of the data folder tells commands which.
/// </summary>
public static partial class SocketFolder
{
    /// <summary>A Unix socket's path may be 107 bytes long on Linux and 103 on macOS.</summary>
    private const int Longest = 100;

    private const string RecordName = "socket.path";

    /// <returns>Where a server that runs already has it; null where there is no record of one.</returns>
    public static string? OfRunning(DataFolder folder) =>
        IsFit(folder.In("run")) ? folder.In("run") : File.Exists(folder.In(RecordName)) ? File.ReadAllText(folder.In(RecordName)).Trim() : null;

    /// <exception cref="StartupException">There is no place for it.</exception>
    public static string Make(DataFolder folder)
    {
        var beside = folder.In("run");
        if (IsFit(beside))
        {
            PrivateFiles.MakeFolder(beside);
            return beside;
        }

        var elsewhere = Path.Combine(Path.GetTempPath(), "modeltrends-" + RandomNumberGenerator.GetHexString(16, lowercase: true));
        if (!IsFit(elsewhere))
        {
            throw new StartupException(
                $"PostgreSQL's socket needs a path of at most {Longest} plain letters, digits and . _ - +; neither {beside} nor a folder "
                + $"below {Path.GetTempPath()} is one. Set TMPDIR to a short one, such as /tmp.");
        }

        PrivateFiles.MakeFolder(elsewhere);
        PrivateFiles.Write(folder.In(RecordName), elsewhere);
        return elsewhere;
    }

    /// <summary>Leaves nothing behind below the temporary folder.</summary>
    public static void Remove(DataFolder folder, string socketFolder)
    {
        if (socketFolder == folder.In("run"))
            return;
        if (Directory.Exists(socketFolder))
            Directory.Delete(socketFolder, recursive: true);
        File.Delete(folder.In(RecordName));
    }

    /// <summary>Commas, colons and quotes mean something in a connection string's host and in PostgreSQL's list of folders.</summary>
    private static bool IsFit(string path) => path.Length + "/.s.PGSQL.5432".Length <= Longest && Plain().IsMatch(path);

    [GeneratedRegex("^[A-Za-z0-9/._+-]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
