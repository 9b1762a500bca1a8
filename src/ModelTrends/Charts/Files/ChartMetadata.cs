using System.Security.Cryptography;
using System.Text.Json;
using ModelTrends.Charts.Figures;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using Npgsql;

namespace ModelTrends.Charts.Files;

/// <summary>What a reader must know to use and cite a chart, in the language of the chart. Holds nothing of the day it is asked for, so equal charts have equal metadata.</summary>
/// <param name="Address">Where the chart is; of a frozen chart its permanent address.</param>
/// <param name="Findings">What else the numbers say, beside the title.</param>
/// <param name="Definitions">Measure, lens, population, denominator and the notes of the answer, as sentences.</param>
/// <param name="LastUpdate">When the totals behind the answer were computed.</param>
/// <param name="DataSha256">Of <c>data.csv</c>: the rows in the picture.</param>
public sealed record ChartMetadata(
    string Title, string Subtitle, IReadOnlyList<string> Findings, string Language, string Unit, string Measure, string? Lens, string? Population, IReadOnlyDictionary<string, string> Filters, string? Interval,
    string Address, IReadOnlyList<string> Columns, IReadOnlyList<string> Definitions, IReadOnlyList<SourceCredit> Sources,
    DateOnly? From, DateOnly? To, DateOnly? DataThrough, DateTimeOffset? LastUpdate, Coverage Coverage, Citation Citation, string MethodologyVersion, string? AttributionVersion, string DataSha256)
{
    public static async Task<ChartMetadata> OfAsync(Figure figure, Language language, string address, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var meta = figure.Meta;
        return new ChartMetadata(
            figure.Title, figure.Subtitle, figure.More, language.Code, meta.Unit, meta.Measure, meta.Lens, meta.Population, meta.Filters, meta.Interval,
            address, figure.Shown.Header, ChartDefinitions.Of(meta, ChartTexts.Of(language)), await SourceCredit.ReadAsync(database, meta.Sources, cancellationToken),
            meta.From, meta.To, meta.DataThrough, meta.GeneratedAt, meta.Coverage,
            Citation.Of(figure.Title, figure.Subtitle, meta.DataThrough, meta.MethodologyVersion, meta.AttributionVersion, address),
            meta.MethodologyVersion, meta.AttributionVersion, Sha256(figure.Shown.ToBytes()));
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The same chart kept under another address.</summary>
    public ChartMetadata At(string address) =>
        this with { Address = address, Citation = Citation.Of(Title, Subtitle, DataThrough, MethodologyVersion, AttributionVersion, address) };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AnswerJson.Options);
}
