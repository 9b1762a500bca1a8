namespace ModelTrends.Platform;

/// <summary>Folders and files of which nobody but their owner may see anything: the database's, readers' addresses, keys.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Makes the folder, or closes the one that an earlier version left open; as root its group may pass through, so that PostgreSQL's account
    /// reaches its own.
    /// </summary>
    public static void MakeFolder(string path, bool passable = false)
    {
        var mode = passable ? OwnerOnly | UnixFileMode.GroupExecute : OwnerOnly;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, mode);
        if (File.GetUnixFileMode(path) != mode)
            File.SetUnixFileMode(path, mode);
    }

    /// <summary>Empty, whatever was there.</summary>
    public static FileStream Create(string path)
    {
        var file = new FileStream(path, Options(FileMode.Create));
        // The mode of a file that is there already stays as it was.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, OwnersFile);
        return file;
    }

    /// <summary>Writes beside the target and renames: readers see the old text or the new one, and a link at the target is replaced, not followed.</summary>
    public static void Write(string path, string text)
    {
        var beside = $"{path}.{Environment.ProcessId}.new";
        File.Delete(beside);
        using (var writer = new StreamWriter(beside, Options(FileMode.CreateNew)))
            writer.Write(text);
        File.Move(beside, path, overwrite: true);
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        return options;
    }
}
