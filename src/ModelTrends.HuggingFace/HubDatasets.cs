using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelTrends.HuggingFace;

/// <summary>Data sets of the Hub: their history, and their files at any commit of it.</summary>
public sealed partial class HubDatasets
{
    /// <summary>The most the Hub gives on one page of commits.</summary>
    private const int CommitsAPage = 1000;

    /// <summary>A history of a million commits is none; it ends a walk whose pages never become empty.</summary>
    private const int MostPages = 1000;

    private readonly HubTransport _transport;
    private readonly HubFileTransport _files;

    internal HubDatasets(HubTransport transport, HubFileTransport files) => (_transport, _files) = (transport, files);

    /// <summary>owner/name, as the Hub allows it.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>The history of a revision, newest first.</summary>
    /// <exception cref="HubException">There is no such data set or revision, or the Hub cannot be reached.</exception>
    public async IAsyncEnumerable<DatasetCommit> ListCommitsAsync(string dataset, string revision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await _transport.GetAsync($"/api/datasets/{Escaped(dataset)}/commits/{Escaped(revision)}?limit={CommitsAPage}&p={page}", Parse, new HubCall(), cancellationToken);
            if (answer.Status != HttpStatusCode.OK)
                throw new HubException($"The Hub answered {(int)answer.Status} about the history of data set {dataset}: {answer.Error!.Text}") { IsRefusal = true };
            var isNew = false;
            foreach (var commit in answer.Body!.Where(commit => seen.Add(commit.Id)))
            {
                isNew = true;
                yield return commit;
            }

            if (!isNew)
                yield break;
        }
    }

    /// <summary>What the Hub says about a file; null where the revision has no such file.</summary>
    /// <exception cref="HubException">There is no such data set or revision, or the Hub cannot be reached.</exception>
    public Task<DatasetFile?> FindFileAsync(string dataset, string revision, string path, CancellationToken cancellationToken = default) =>
        _files.FindAsync(dataset, revision, path, cancellationToken);

    /// <summary>
    /// Brings the file into a folder, below its hash. What an earlier attempt left there is gone on with; only a file whose hash is right gets its name.
    /// </summary>
    /// <param name="progress">Bytes that are there.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="HubHashException">The bytes are not those the Hub describes.</exception>
    public Task<string> DownloadAsync(DatasetFile file, string folder, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        _files.DownloadAsync(file, folder, progress, cancellationToken);

    internal static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static List<DatasetCommit> Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return [.. document.RootElement.EnumerateArray().Select(commit => new DatasetCommit(
                commit.GetProperty("id").GetString()!, commit.TryGetProperty("title", out var title) ? title.GetString() ?? "" : "", commit.GetProperty("date").GetDateTimeOffset()))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HubTransportException("The Hub's answer about a data set's history is cut short or makes no sense.", exception);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9._-]{1,96}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();
}
