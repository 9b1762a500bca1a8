using System.Text.Encodings.Web;
using Fluid;
using Microsoft.Extensions.Localization;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>Words and markup around a week's numbers, in one language. A subscriber's own links are placeholders until the mail is sent.</summary>
public sealed class RenderDigest(IStringLocalizer<DigestTexts> texts, Mailer mailer)
{
    /// <summary>Stands in the stored texts where a subscriber's key goes; 43 characters like the key, so that no line gets longer.</summary>
    public const string TokenPlaceholder = "SUBSCRIPTION-KEY-0000000000000000000000000";

    public const string PictureId = "share@modeltrends";

    private static readonly FluidParser Parser = new();
    private static readonly Lazy<IFluidTemplate> Html = new(() => Load("mail.html.liquid"));
    private static readonly Lazy<IFluidTemplate> Text = new(() => Load("mail.txt.liquid"));

    public async Task<DigestText> HandleAsync(DigestContent content, Language language, byte[]? picture)
    {
        using var _ = new InLanguage(language);
        var values = Values(content, language, picture is not null);
        return new DigestText
        {
            Lang = language.Code,
            Subject = (string)values["subject"]!,
            Html = await Html.Value.RenderAsync(Context(values), HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All)),
            Text = await Text.Value.RenderAsync(Context(values), NullEncoder.Default),
            Picture = picture,
        };
    }

    private static TemplateContext Context(Dictionary<string, object?> values)
    {
        var context = new TemplateContext(new TemplateOptions { MemberAccessStrategy = UnsafeMemberAccessStrategy.Instance });
        foreach (var (name, value) in values)
            context.SetValue(name, value);
        return context;
    }

    private Dictionary<string, object?> Values(DigestContent content, Language language, bool hasPicture)
    {
        var measure = texts[content.Measure == Measure.Downloads ? "MeasureDownloads" : "MeasureDownloads30d"].Value;
        var china = NumberText.Percent(content.ShareOf("CN"), language);
        var us = NumberText.Percent(content.ShareOf("US"), language);
        var headline = content.Shares.Count > 0 ? texts["Headline", china, measure, us].Value
            : content.Board.Count > 0 ? texts["HeadlineBoard", content.BoardFrom("CN"), content.Board.Count].Value : texts["HeadlineEmpty"].Value;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["lang"] = language.Code,
            ["week"] = content.Week,
            ["subject"] = content.Shares.Count > 0 ? texts["Subject", china, us, content.Week].Value : texts["SubjectEmpty", content.Week].Value,
            ["preheader"] = texts["WeekOf", DateText.Day(content.Monday, language)].Value,
            ["week_line"] = texts["WeekOf", DateText.Day(content.Monday, language)].Value,
            ["headline"] = headline,
            ["notice"] = Notice(content),
            ["picture"] = hasPicture ? PictureId : null,
            ["share_heads"] = new[] { "", texts["ThisWeek"].Value, texts["Week"].Value, texts["FourWeeks"].Value, texts["Year"].Value },
            ["rows"] = content.Shares.Select(row => new
            {
                name = Name(row.Key), colour = Colour(row.Key), share = NumberText.Percent(row.Share, language),
                week = NumberText.Points(row.WeekChange, language), four = NumberText.Points(row.FourWeekChange, language), year = NumberText.Points(row.YearChange, language),
            }).ToArray(),
            ["source_line"] = texts["SourceLine", content.Source ?? "–", content.DataThrough is { } through ? DateText.Day(through, language) : "–", NumberText.Percent(content.Unknown, language), content.CoverageNote ?? ""].Value,
            ["board_title"] = texts["BoardTitle", content.BoardFrom("CN"), content.Board.Count, content.BoardFrom("US")].Value,
            ["board"] = content.Board.Select(entry => new
            {
                rank = entry.Rank, model = entry.ModelId, lab = entry.LabName, country = Name(entry.Country), colour = Colour(entry.Country), link = $"{mailer.SiteUrl}/models/{entry.ModelId}?lang={language.Code}",
            }).ToArray(),
            ["board_line"] = content.BoardDay is { } day ? texts["BoardLine", DateText.Day(day, language), content.BoardSource ?? "–"].Value : "",
            ["site"] = mailer.SiteUrl,
            ["more"] = texts["More"].Value,
            ["online"] = texts["Online"].Value,
            ["caveat"] = texts["Caveat"].Value,
            ["why"] = texts["Why"].Value,
            ["preferences"] = texts["Preferences"].Value,
            ["unsubscribe"] = texts["Unsubscribe"].Value,
            ["preferences_link"] = $"{mailer.SiteUrl}/subscriptions/{TokenPlaceholder}?lang={language.Code}",
            ["unsubscribe_link"] = $"{mailer.SiteUrl}/subscriptions/{TokenPlaceholder}/unsubscribe?lang={language.Code}",
        };
    }

    private string? Notice(DigestContent content)
    {
        if (content.IsEmpty)
            return texts["NoticeEmpty"].Value;
        var faults = content.Flags.Where(flag => flag is "stall" or "rollback" or "interpolated" or "partial" or "low" or "incomplete" or "break").ToArray();
        return faults.Length == 0 ? null : texts["NoticeFaults", string.Join(", ", faults.Select(flag => texts["Flag_" + flag].Value))].Value;
    }

    private string Name(string key) => key switch
    {
        "CN" => texts["China"],
        "US" => texts["UnitedStates"],
        "other" => texts["Others"],
        "unknown" => texts["Unknown"],
        "international" => texts["International"],
        "individual" => texts["Individual"],
        _ when Language.Current == Language.English => KeyNames.Country(key),
        _ => new System.Globalization.RegionInfo(key).DisplayName,
    };

    private static string Colour(string key) => key switch
    {
        "CN" => "#D55E00",
        "US" => "#0072B2",
        "unknown" => "#C9CDD3",
        _ => Domain.Labs.Regions.Of(key) switch { "europe" => "#009E73", "international" or "individual" => "#6B7785", _ => "#B0589A" },
    };

    private static IFluidTemplate Load(string name)
    {
        using var stream = typeof(RenderDigest).Assembly.GetManifestResourceStream($"{typeof(RenderDigest).Namespace}.{name}")!;
        using var reader = new StreamReader(stream);
        return Parser.Parse(reader.ReadToEnd());
    }
}
