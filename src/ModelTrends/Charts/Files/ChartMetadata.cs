using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ModelTrends.Charts.Figures;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Charts.Files;

public sealed record SourceCredit(string Key, string Title, string? Url, string? Licence, string? Credit);

public sealed record Citation(string Brief, string Full, string Bibtex, IReadOnlyDictionary<string, object> CslJson);

/// <summary>What a reader must know to use and cite a chart. Holds nothing of the day it is asked for, so equal charts have equal metadata.</summary>
public sealed record ChartMetadata(
    string Title, string Subtitle, string Unit, string Measure, string Address, IReadOnlyList<string> Columns, IReadOnlyList<string> Definitions, IReadOnlyList<SourceCredit> Sources,
    DateOnly? From, DateOnly? To, DateOnly? DataThrough, DateTimeOffset? LastUpdate, Coverage Coverage, Citation Citation, string MethodologyVersion, string? AttributionVersion, string DataSha256)
{
    public static async Task<ChartMetadata> OfAsync(Figure figure, string address, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var meta = figure.Meta;
        var csv = figure.Shown.ToBytes();
        return new ChartMetadata(
            figure.Title, figure.Subtitle, meta.Unit, meta.Measure, address, figure.Shown.Header, meta.Notes, await CreditsAsync(meta.Sources, database, cancellationToken),
            meta.From, meta.To, meta.DataThrough, meta.GeneratedAt, meta.Coverage, Cite(figure, address), meta.MethodologyVersion, meta.AttributionVersion, Convert.ToHexStringLower(SHA256.HashData(csv)));
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AnswerJson.Options);

    private static Citation Cite(Figure figure, string address)
    {
        var through = figure.Meta.DataThrough;
        var year = (through?.Year ?? 0).ToString(CultureInfo.InvariantCulture);
        var day = through?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "undated";
        var key = "modeltrends-" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address)))[..8];
        var csl = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = key, ["type"] = "dataset", ["title"] = figure.Title, ["author"] = new[] { new Dictionary<string, string>(StringComparer.Ordinal) { ["literal"] = "ModelTrends" } },
            ["URL"] = address, ["note"] = $"{figure.Subtitle}; data through {day}; method {figure.Meta.MethodologyVersion}",
        };
        if (through is { } issued)
            csl["issued"] = new Dictionary<string, int[][]>(StringComparer.Ordinal) { ["date-parts"] = [[issued.Year, issued.Month, issued.Day]] };
        return new Citation(
            $"ModelTrends ({year}), data through {day}",
            $"ModelTrends ({year}). {figure.Title}. {figure.Subtitle}. Data through {day}, method {figure.Meta.MethodologyVersion}, attribution {figure.Meta.AttributionVersion}. {address}",
            $"@misc{{{key},\n  author = {{{{ModelTrends}}}},\n  title = {{{Tex(figure.Title)}}},\n  year = {{{year}}},\n  howpublished = {{\\url{{{address}}}}},\n  note = {{Data through {day}, method {figure.Meta.MethodologyVersion}}}\n}}",
            csl);
    }

    private static string Tex(string text) => text.Replace("%", "\\%", StringComparison.Ordinal).Replace("&", "\\&", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<SourceCredit>> CreditsAsync(IReadOnlyList<string> keys, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select key, title, url, licence, credit from source where key = any(@keys) order by key");
        command.Parameters.AddWithValue("keys", keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var credits = new List<SourceCredit>();
        while (await reader.ReadAsync(cancellationToken))
            credits.Add(new SourceCredit(reader.GetString(0), reader.GetString(1), Text(2), Text(3), Text(4)));
        return credits;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
