using System.Text;
using System.Text.Json;
using ModelTrends.Data.Tables;

namespace ModelTrends.Digest.Content;

/// <summary>Turns the issue's text, the same for all of a language, into one subscriber's: the key in its links, the rows of their choice.</summary>
public sealed class PersonalText
{
    /// <summary>Stands in the stored texts where a subscriber's key goes; 43 characters like the key, so that no line gets longer.</summary>
    public const string TokenPlace = "SUBSCRIPTION-KEY-0000000000000000000000000";

    /// <summary>Where the rows of a subscriber's choice go; nothing for who chose nothing, and on the web.</summary>
    public const string InterestsPlace = "SUBSCRIPTION-INTERESTS";

    private const string TableStart = """<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;font-size:15px;margin:0 0 20px;">""";

    private readonly DigestText _text;
    private readonly Interests? _interests;

    public PersonalText(DigestText text)
    {
        (_text, _interests) = (text, text.Interests is { } stored ? JsonSerializer.Deserialize<Interests>(stored) : null);
        Picture = text.Picture is { } picture ? Encoding.ASCII.GetBytes(Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks) + "\r\n") : null;
    }

    public sealed record Row(string Html, string Text);

    /// <summary>Stored with the issue, so that what a mail says does not depend on when it leaves.</summary>
    public sealed record Interests(string Title, IReadOnlyDictionary<string, Row> Rows);

    public DigestText Issue => _text;

    /// <summary>The chart in base64 lines as they stand in a mail (RFC 2045: 76 characters); null when there is none.</summary>
    public byte[]? Picture { get; }

    public string Html(string token, IReadOnlyList<string> countries, IReadOnlyList<string> families)
    {
        var rows = Chosen(countries, families);
        var block = rows.Count == 0 ? "" : $"<h2 style=\"margin:0 0 6px;font-size:17px;\">{System.Net.WebUtility.HtmlEncode(_interests!.Title)}</h2>{TableStart}{string.Concat(rows.Select(row => row.Html))}</table>";
        return _text.Html.Replace(InterestsPlace, block, StringComparison.Ordinal).Replace(TokenPlace, token, StringComparison.Ordinal);
    }

    public string Text(string token, IReadOnlyList<string> countries, IReadOnlyList<string> families)
    {
        var rows = Chosen(countries, families);
        var block = rows.Count == 0 ? "" : $"\n{_interests!.Title}\n{string.Concat(rows.Select(row => row.Text.TrimEnd() + "\n"))}";
        return _text.Text.Replace(InterestsPlace + "\n", block, StringComparison.Ordinal).Replace(TokenPlace, token, StringComparison.Ordinal);
    }

    /// <summary>The mail as a page without a reader: nobody's choice, links of a subscriber's own lead to the form, the picture is a data address.</summary>
    public static string WithoutReader(string html, byte[]? picture) => html
        .Replace(InterestsPlace, "", StringComparison.Ordinal)
        .Replace($"/subscriptions/{TokenPlace}/unsubscribe", "/subscriptions", StringComparison.Ordinal)
        .Replace($"/subscriptions/{TokenPlace}", "/subscriptions", StringComparison.Ordinal)
        .Replace("cid:" + RenderDigest.PictureId, picture is null ? "" : "data:image/png;base64," + Convert.ToBase64String(picture), StringComparison.Ordinal);

    private List<Row> Chosen(IReadOnlyList<string> countries, IReadOnlyList<string> families) => _interests is null ? [] :
        [.. countries.Select(code => "country:" + code).Concat(families.Select(id => "family:" + id)).Select(key => _interests.Rows.GetValueOrDefault(key)).OfType<Row>()];
}
