using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Files;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Charts.Freezing;

/// <summary>Keeps a chart's files for ever under a hash of what they say.</summary>
public sealed class ChartFreezer(ChartService charts, ModelTrendsDb db, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Names of files that a frozen chart has beside those of the zip: for a phone's width, and for places that show links.</summary>
    public const string NarrowSvg = "chart-narrow.svg", SocialPng = "chart-og.png";

    /// <summary>Hexadecimal digits of an id: 80 bits, so that no two charts ever meet and links stay short.</summary>
    private const int IdLength = 20;

    /// <summary>For callers outside HTTP: addresses in the files are as <c>Site:PublicUrl</c> tells them.</summary>
    public Task<string> FreezeAsync(ChartState state, CancellationToken cancellationToken) => FreezeAsync(state, "", cancellationToken);

    /// <param name="site">Scheme and host, for the citation, where <c>Site:PublicUrl</c> is not set.</param>
    /// <returns>The id: the same for the same picture, numbers and definitions, however often and whenever they were computed.</returns>
    public async Task<string> FreezeAsync(ChartState state, string site, CancellationToken cancellationToken)
    {
        var figure = await charts.FigureAsync(state, cancellationToken);
        var metadata = await charts.MetadataAsync(figure, state, site, cancellationToken);
        var svg = await charts.SvgAsync(figure, state, PictureOptions.Default, cancellationToken);
        var id = IdOf(svg, figure, metadata);
        if (!await db.Set<FrozenChart>().AnyAsync(chart => chart.Id == id, cancellationToken))
            await StoreAsync(id, figure, state, metadata.At($"{charts.PublicUrl ?? site}/frozen/{id}"), cancellationToken);
        return id;
    }

    public Task<FrozenChart?> FindAsync(string id, CancellationToken cancellationToken) =>
        db.Set<FrozenChart>().AsNoTracking().FirstOrDefaultAsync(chart => chart.Id == id, cancellationToken);

    /// <summary>Asks the frozen question again today.</summary>
    public async Task<LiveDifference> CompareAsync(FrozenChart frozen, CancellationToken cancellationToken)
    {
        if (charts.Find(frozen.Slug) is not { } kind) return LiveDifference.Gone;
        Figure live;
        try
        {
            live = await charts.FigureAsync(ChartState.Parse(kind.Defaults, QueryHelpers.ParseQuery(frozen.Query)), cancellationToken);
        }
        catch (BadQueryException)
        {
            return LiveDifference.Gone;
        }

        return live.IsEmpty ? LiveDifference.Gone
            : ChartMetadata.Sha256(live.Shown.ToBytes()) == frozen.DataSha256 ? LiveDifference.None
            : LiveDifference.Of(frozen, live.Meta);
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

    private async Task StoreAsync(string id, Figure figure, ChartState state, ChartMetadata metadata, CancellationToken cancellationToken)
    {
        var files = await charts.FilesAsync(figure, state, PictureOptions.Default, metadata, cancellationToken);
        var narrow = await charts.SvgAsync(figure, state, PictureOptions.Narrow, cancellationToken);
        var social = await charts.PngAsync(figure, state, PictureOptions.Of(PicturePreset.Og), cancellationToken);
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
        command.Parameters.AddWithValue("files", ChartBundle.Zip([.. files, (NarrowSvg, Encoding.UTF8.GetBytes(narrow)), (SocialPng, social)], metadata.DataThrough));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Workbooks carry ids of their own making, and times of computing change with no number: neither is part of the id.</summary>
    private static string IdOf(string svg, Figure figure, ChartMetadata metadata)
    {
        var said = (metadata with { LastUpdate = null }).At("").ToBytes();
        var sums = new[] { Encoding.UTF8.GetBytes(svg), figure.Shown.ToBytes(), figure.All.ToBytes(), said }.Select(ChartMetadata.Sha256);
        return ChartMetadata.Sha256(Encoding.ASCII.GetBytes(string.Join('\n', sums)))[..IdLength];
    }
}
