using System.Text.Encodings.Web;
using System.Text.Json;
using Fluid;
using Microsoft.Extensions.Localization;
using ModelTrends.Charts.Files;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>Words and markup around a week's numbers, in one language. A subscriber's own links and choices are placeholders until the mail is sent.</summary>
public sealed class RenderDigest(IStringLocalizer<DigestTexts> texts, RenderNews news, Mailer mailer)
{
    public const string PictureId = "share@modeltrends";

    private static readonly FluidParser Parser = new();
    private static readonly HtmlEncoder HtmlText = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
    private static readonly Lazy<IFluidTemplate> Html = new(() => Load("mail.html.liquid"));
    private static readonly Lazy<IFluidTemplate> Text = new(() => Load("mail.txt.liquid"));
    private static readonly Lazy<IFluidTemplate> InterestHtml = new(() => Load("interest.html.liquid"));
    private static readonly Lazy<IFluidTemplate> InterestText = new(() => Load("interest.txt.liquid"));

    public async Task<DigestText> HandleAsync(DigestContent content, Language language, byte[]? picture, DigestCharts.Links links)
    {
        using var _ = new InLanguage(language);
        var values = Values(content, language, picture is not null, links);
        foreach (var (name, value) in news.Values(content, language))
            values[name] = value;
        return new DigestText
        {
            Lang = language.Code,
            Subject = (string)values["subject"]!,
            Html = await Html.Value.RenderAsync(Context(values), HtmlText),
            Text = await Text.Value.RenderAsync(Context(values), NullEncoder.Default),
            Picture = picture,
            Interests = JsonSerializer.Serialize(await InterestsAsync(content, language)),
        };
    }

    private static TemplateContext Context(Dictionary<string, object?> values)
    {
        var context = new TemplateContext(new TemplateOptions { MemberAccessStrategy = UnsafeMemberAccessStrategy.Instance });
        foreach (var (name, value) in values)
            context.SetValue(name, value);
        return context;
    }

    private Dictionary<string, object?> Values(DigestContent content, Language language, bool hasPicture, DigestCharts.Links links)
    {
        var measure = texts[content.Measure == Measure.Downloads ? "MeasureDownloads" : "MeasureDownloads30d"].Value;
        var china = NumberText.Percent(content.ShareOf("CN"), language);
        var us = NumberText.Percent(content.ShareOf("US"), language);
        var headline = content.Shares.Count > 0 ? texts["Headline", china, measure, us].Value
            : content.Board.Count > 0 ? texts["HeadlineBoard", content.BoardFrom("CN"), content.Board.Count].Value : texts["HeadlineEmpty"].Value;
        var subject = content.Shares.Count > 0 ? texts["Subject", china, us, content.Week].Value
            : content.Board.Count > 0 ? texts["SubjectBoard", content.BoardFrom("CN"), content.Board.Count, content.Week].Value : texts["SubjectEmpty", content.Week].Value;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["lang"] = language.HtmlLang,
            ["lang_code"] = language.Code,
            ["colon"] = texts["Colon"].Value,
            ["week"] = content.Week,
            ["subject"] = content.IsIncomplete ? texts["SubjectIncomplete", subject].Value : subject,
            ["preheader"] = headline,
            ["week_line"] = texts["WeekOf", DateText.Day(content.Monday, language)].Value,
            ["headline"] = headline,
            ["notices"] = Notices(content, language),
            ["picture"] = hasPicture ? PictureId : null,
            ["share_heads"] = new[] { "", texts["ThisWeek"].Value, texts["Week"].Value, texts["FourWeeks"].Value, texts["Year"].Value },
            ["rows"] = content.Shares.Select(row => new
            {
                name = DigestWords.Country(texts, row.Key), colour = DigestWords.Colour(row.Key), share = NumberText.Percent(row.Share, language),
                week = NumberText.Points(row.WeekChange, language), four = NumberText.Points(row.FourWeekChange, language), year = NumberText.Points(row.YearChange, language),
            }).ToArray(),
            ["source_line"] = texts["SourceLine", SourceWords(content, content.Source, withCredit: true), content.DataThrough is { } through ? DateText.Day(through, language) : "–", NumberText.Percent(content.Unknown, language), content.CoverageNote is { } note ? SourceCredit.Titled(NoteText.Of(note, language), content.Credits) : ""].Value.TrimEnd(),
            ["board_title"] = texts["BoardTitle", content.BoardFrom("CN"), content.Board.Count, content.BoardFrom("US")].Value,
            ["board"] = content.Board.Select(entry => new
            {
                rank = entry.Rank, model = entry.ModelId, lab = entry.LabName, country = DigestWords.Country(texts, entry.Country), colour = DigestWords.Colour(entry.Country),
                link = $"{mailer.SiteUrl}/models/{entry.ModelId}?lang={language.Code}", move = Move(entry.Rank, entry.PreviousRank, content.Board),
            }).ToArray(),
            ["board_countries"] = string.Join(texts["Comma"].Value, content.Board.GroupBy(entry => entry.Country, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{DigestWords.Country(texts, group.Key)} {group.Count()}")),
            ["board_line"] = content.BoardDay is { } day ? texts["BoardLine", DateText.Day(day, language), SourceWords(content, content.BoardSource, withCredit: content.BoardSource != content.Source)].Value : "",
            ["share_link"] = links.Share is { } share ? mailer.SiteUrl + share : null,
            ["board_link"] = links.Board is { } board ? mailer.SiteUrl + board : null,
            ["frozen"] = texts["FrozenChart"].Value,
            ["interests"] = PersonalText.InterestsPlace,
            ["site"] = mailer.SiteUrl,
            ["more"] = texts["More"].Value,
            ["online"] = texts["Online"].Value,
            ["caveat"] = texts["Caveat"].Value,
            ["why"] = texts["Why"].Value,
            ["preferences"] = texts["Preferences"].Value,
            ["unsubscribe"] = texts["Unsubscribe"].Value,
            ["preferences_link"] = $"{mailer.SiteUrl}/subscriptions/{PersonalText.TokenPlace}?lang={language.Code}",
            ["unsubscribe_link"] = $"{mailer.SiteUrl}/subscriptions/{PersonalText.TokenPlace}/unsubscribe?lang={language.Code}",
        };
    }

    /// <summary>What a reader must know before the numbers: nothing there, not complete, or injured, with the days.</summary>
    private string[] Notices(DigestContent content, Language language)
    {
        if (content.IsEmpty)
            return [texts["NoticeEmpty"].Value];
        var notices = new List<string>();
        if (content.IsIncomplete)
            notices.Add(texts["NoticeIncomplete", content.DataThrough is { } through ? DateText.Day(through, language) : "–"].Value);
        if (content.Quality.ObservedDays is < 7 and var observed)
            notices.Add(texts["NoticeDays", observed].Value);
        var dated = content.Quality.Faults.Where(fault => fault.Kind is "stall" or "rollback" or "partial" or "low" or "break").ToArray();
        var faults = dated.Select(fault => texts["FaultOnDay", texts["Flag_" + fault.Kind].Value, DateText.DayShort(fault.Day, language)].Value)
            .Concat(content.Quality.Flags.Where(flag => flag is "stall" or "rollback" or "interpolated" or "partial" or "low" or "break" && !dated.Any(fault => fault.Kind == flag)).Select(flag => texts["Flag_" + flag].Value)).ToArray();
        if (faults.Length > 0)
            notices.Add(texts["NoticeFaults", string.Join(texts["Comma"].Value, faults)].Value);
        return [.. notices];
    }

    private async Task<PersonalText.Interests> InterestsAsync(DigestContent content, Language language)
    {
        var rows = new Dictionary<string, PersonalText.Row>(StringComparer.Ordinal);
        foreach (var interest in content.Interests)
        {
            var row = interest.Row;
            var values = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["name"] = interest.Key.StartsWith("country:", StringComparison.Ordinal) ? DigestWords.Country(texts, row.Key) : interest.Name,
                ["colon"] = texts["Colon"].Value,
                ["colour"] = DigestWords.Colour(interest.Country),
                ["share"] = NumberText.Percent(row.Share, language),
                ["week"] = NumberText.Points(row.WeekChange, language),
                ["four"] = NumberText.Points(row.FourWeekChange, language),
                ["week_head"] = texts["Week"].Value,
                ["four_head"] = texts["FourWeeks"].Value,
                ["board"] = content.Board.Count > 0 ? texts["InterestBoard", interest.InBoard, content.Board.Count].Value : "",
            };
            rows[interest.Key] = new PersonalText.Row(await InterestHtml.Value.RenderAsync(Context(values), HtmlText), await InterestText.Value.RenderAsync(Context(values), NullEncoder.Default));
        }

        return new PersonalText.Interests(texts["InterestsTitle"].Value, rows);
    }

    /// <summary>▲2, ▼1, = or "new" for a model that was not on the list before; empty where there is no list before.</summary>
    private string Move(int rank, int? before, IReadOnlyList<LeaderboardQuery.Entry> board) => board.All(entry => entry.PreviousRank is null) ? ""
        : before is null ? texts["MoveNew"].Value : before == rank ? "=" : before > rank ? $"▲{before - rank}" : $"▼{rank - before}";

    /// <summary>A source as readers know it; an archive with whom its licence wants named.</summary>
    private string SourceWords(DigestContent content, string? key, bool withCredit)
    {
        if (key is null) return "–";
        if (content.Credits.FirstOrDefault(source => source.Key == key) is not { } archive) return texts["Source_" + key].Value;
        string?[] parts = withCredit ? [archive.Title, archive.Credit, archive.Licence] : [archive.Title];
        return string.Join(texts["Comma"].Value, parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static IFluidTemplate Load(string name)
    {
        using var stream = typeof(RenderDigest).Assembly.GetManifestResourceStream($"{typeof(RenderDigest).Namespace}.{name}")!;
        using var reader = new StreamReader(stream);
        return Parser.Parse(reader.ReadToEnd());
    }
}
