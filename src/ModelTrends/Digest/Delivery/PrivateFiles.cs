namespace ModelTrends.Digest.Delivery;

/// <summary>Files with readers' addresses and keys are for the account that runs the program, and for nobody else on the machine.</summary>
public static class PrivateFiles
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Made, or closed to others where an earlier version left it open.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (Directory.CreateDirectory(folder, Own | UnixFileMode.UserExecute) is var made && made.UnixFileMode != (Own | UnixFileMode.UserExecute))
            made.UnixFileMode = Own | UnixFileMode.UserExecute;
    }

    /// <summary>Empty, whatever was there.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        var file = new FileStream(path, options);
        // The mode of a file that is there already stays as it was.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, Own);
        return file;
    }
}
