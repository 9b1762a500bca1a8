using Xunit;

namespace ModelTrends.Tests.Snapshots;

/// <summary>The folder <c>shared/</c> beside the clone holds recorded Hub data; where it is absent a test says so and is skipped.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "shared", "data", relative);
            if (Directory.Exists(path) || File.Exists(path)) return path;
        }

        Assert.Skip($"There is no shared/data/{relative} above {AppContext.BaseDirectory}.");
        return "";
    }
}
