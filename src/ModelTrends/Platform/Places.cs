namespace ModelTrends.Platform;

/// <summary>Where things are on this machine: the npm packages, the web root and the data folder, in a checkout or installed.</summary>
public static class Places
{
    /// <summary>The folder that holds <c>node_modules</c>: the repository's root in a checkout, the application's folder in an image.</summary>
    public static string Root { get; } = FindRoot();

    public static string NodeModules => Path.Combine(Root, "node_modules");

    /// <summary>Static files: beside the application when published, in the source tree in a checkout.</summary>
    public static string WebRoot { get; } = FirstExisting(
        Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        Path.Combine(Root, "src", "ModelTrends", "wwwroot"));

    /// <summary>Setting <c>ModelTrends:DataFolder</c>, or <c>data</c> in the root. The folder is made when it is missing.</summary>
    public static string DataFolder(IConfiguration configuration)
    {
        var folder = configuration["ModelTrends:DataFolder"];
        var path = Path.GetFullPath(string.IsNullOrWhiteSpace(folder) ? Path.Combine(Root, "data") : folder);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"The data folder {path} cannot be made: {exception.Message} Set ModelTrends__DataFolder to a folder that can.", exception);
        }

        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ModelTrends.sln")) || Directory.Exists(Path.Combine(folder.FullName, "node_modules")))
                return folder.FullName;
        }

        return AppContext.BaseDirectory;
    }

    private static string FirstExisting(params string[] folders) => folders.FirstOrDefault(Directory.Exists) ?? folders[0];
}
