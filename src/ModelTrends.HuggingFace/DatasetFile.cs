namespace ModelTrends.HuggingFace;

/// <summary>One commit of a data set's history.</summary>
public sealed record DatasetCommit(string Id, string Title, DateTimeOffset Date);

/// <summary>A file of a data set at one commit, as the Hub describes it before any byte of it was read.</summary>
/// <param name="Revision">As asked: a branch or a commit.</param>
/// <param name="Commit">The commit the revision stands for.</param>
/// <param name="Hash">SHA-256 of a large file (64 hex digits), or Git's SHA-1 of a small one (40).</param>
public sealed record DatasetFile(string Dataset, string Revision, string Path, string Commit, long Bytes, string Hash);

/// <summary>The file came whole, twice, and is not the one the Hub describes.</summary>
public sealed class HubHashException(string message) : HubException(message);
