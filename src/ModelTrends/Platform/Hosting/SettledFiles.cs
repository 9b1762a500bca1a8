using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ModelTrends.Platform.Hosting;

/// <summary>
/// The program's own files, which do not change while it runs. Nothing is watched: a watcher of the system is scarce
/// (often 128 for all processes of a user), and a page whose style sheet could not be watched would not be drawn.
/// </summary>
internal sealed class SettledFiles(IFileProvider files) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
