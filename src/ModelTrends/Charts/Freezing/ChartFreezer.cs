using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Charts.Files;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Charts.Freezing;

/// <param name="Differs">Whether the live chart has other numbers.</param>
/// <param name="Why">Keys of the reasons: data, attribution, method, gone.</param>
public sealed record LiveDifference(bool Differs, IReadOnlyList<string> Why);

/// <summary>Keeps a chart's files for ever under a hash of them.</summary>
public sealed class ChartFreezer(ChartService charts, ModelTrendsDb db, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Hexadecimal digits of an id: 80 bits, so that no two charts ever meet and links stay short.</summary>
    private const int IdLength = 20;

    /// <summary>Workbooks and zips carry their time of making; the id depends on the files that do not.</summary>
    private static readonly string[] Addressed = ["chart.svg", "data.csv", "all.csv", "data.json", "metadata.json"];

    public async Task<string> FreezeAsync(ChartState state, CancellationToken cancellationToken)
    {
        var (metadata, files) = await charts.AllAsync(state, PictureOptions.Default, cancellationToken);
        var id = IdOf(files);
        if (!await db.Set<FrozenChart>().AnyAsync(chart => chart.Id == id, cancellationToken))
        {
            // Two readers may freeze the same chart at once; the first one's files stay.
            await using var command = database.CreateCommand("""
                insert into frozen_chart (id, slug, query, title, data_sha256, methodology_version, attribution_version, data_through, frozen_at, files)
                values (@id, @slug, @query, @title, @sha, @method, @attribution, @through, @at, @files) on conflict (id) do nothing
                """);
            command.Parameters.AddWithValue("id", id);
            command.Parameters.AddWithValue("slug", state.Slug);
            command.Parameters.AddWithValue("query", state.ToQuery(charts.Find(state.Slug)!.Defaults));
            command.Parameters.AddWithValue("title", metadata.Title);
            command.Parameters.AddWithValue("sha", metadata.DataSha256);
            command.Parameters.AddWithValue("method", metadata.MethodologyVersion);
            command.Parameters.AddWithValue("attribution", (object?)metadata.AttributionVersion ?? DBNull.Value);
            command.Parameters.AddWithValue("through", (object?)metadata.DataThrough ?? DBNull.Value);
            command.Parameters.AddWithValue("at", time.GetUtcNow());
            command.Parameters.AddWithValue("files", ChartBundle.Zip(files, metadata.DataThrough ?? DateOnly.MinValue));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return id;
    }

    public Task<FrozenChart?> FindAsync(string id, CancellationToken cancellationToken) =>
        db.Set<FrozenChart>().AsNoTracking().FirstOrDefaultAsync(chart => chart.Id == id, cancellationToken);

    /// <summary>Asks the frozen question again today.</summary>
    public async Task<LiveDifference> CompareAsync(FrozenChart frozen, CancellationToken cancellationToken)
    {
        if (charts.Find(frozen.Slug) is not { } kind) return new LiveDifference(true, ["gone"]);
        ChartMetadata live;
        try
        {
            var figure = await charts.FigureAsync(ChartState.Parse(kind.Defaults, QueryHelpers.ParseQuery(frozen.Query)), cancellationToken);
            live = await ChartMetadata.OfAsync(figure, "", database, cancellationToken);
        }
        catch (BadQueryException)
        {
            return new LiveDifference(true, ["gone"]);
        }

        if (live.DataSha256 == frozen.DataSha256) return new LiveDifference(false, []);
        var why = new List<string>();
        if (live.MethodologyVersion != frozen.MethodologyVersion) why.Add("method");
        if (live.AttributionVersion != frozen.AttributionVersion) why.Add("attribution");
        if (live.DataThrough != frozen.DataThrough || why.Count == 0) why.Add("data");
        return new LiveDifference(true, why);
    }

    /// <summary>One of the frozen files; null: there is none of that name.</summary>
    public static byte[]? Read(FrozenChart frozen, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(frozen.Files));
        if (zip.GetEntry(name) is not { } entry) return null;
        using var source = entry.Open();
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }

    private static string IdOf(IReadOnlyList<(string Name, byte[] Body)> files)
    {
        var sums = string.Concat(Addressed.Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(files.First(file => file.Name == name).Body))} {name}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(sums)))[..IdLength];
    }
}
