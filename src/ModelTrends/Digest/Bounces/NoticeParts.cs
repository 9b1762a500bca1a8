using System.Text;
using MimeKit;
using MimeKit.Text;

namespace ModelTrends.Digest.Bounces;

/// <summary>What a notice is made of, wherever a gateway has packed it: texts for people, the part for machines, the mail that came back.</summary>
internal sealed class NoticeParts
{
    /// <summary>Gateways wrap a notice once or twice; more is made to do harm.</summary>
    private const int Deepest = 12;

    private const int MostParts = 100;
    private const int LongestText = 64 * 1024;

    private readonly StringBuilder _words = new();
    private readonly StringBuilder _html = new();
    private int _parts;

    private NoticeParts()
    {
    }

    /// <summary>For people; without text, the words of the HTML.</summary>
    public string Words => _words.Length > 0 ? _words.ToString() : _html.ToString();

    /// <summary>Of each recipient that a part for machines names.</summary>
    public List<IReadOnlyDictionary<string, string>> Groups { get; } = [];

    /// <summary>Message-IDs of what came back, and of what the notice answers to.</summary>
    public List<string> MessageIds { get; } = [];

    /// <summary>Where the name of a mail of ours may stand: headers of what came back and of the notice, and its texts.</summary>
    public List<string> Clues { get; } = [];

    /// <summary>Recipients that headers of the notice name.</summary>
    public List<string> Recipients { get; } = [];

    public static NoticeParts Of(MimeMessage notice)
    {
        var parts = new NoticeParts();
        parts.TakeNotice(notice, depth: 0);
        return parts;
    }

    private void TakeNotice(MimeMessage notice, int depth)
    {
        MessageIds.AddRange([.. new[] { notice.InReplyTo }.OfType<string>(), .. notice.References]);
        Clues.AddRange(notice.Headers.Where(header => header.Id != HeaderId.Subject).Select(header => header.Value));
        Recipients.AddRange((notice.Headers["X-Failed-Recipients"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Take(notice.Body, depth);
    }

    private void Take(MimeEntity? entity, int depth)
    {
        if (depth > Deepest || ++_parts > MostParts)
            return;
        switch (entity)
        {
            case Multipart many:
                foreach (var part in many)
                    Take(part, depth + 1);
                break;
            case MessagePart { Message: { } inner } when HoldsReport(inner, depth):
                TakeNotice(inner, depth + 1);
                break;
            case MessagePart { Message: { } returned }:
                TakeReturned(returned);
                break;
            case MimePart leaf:
                TakeLeaf(leaf);
                break;
            default:
                break;
        }
    }

    /// <summary>A gateway may have wrapped what another gateway had.</summary>
    private static bool HoldsReport(MimeMessage letter, int depth) =>
        depth < Deepest && (DeliveryNotice.IsReport(letter) || letter.BodyParts.OfType<MessagePart>().Any(part => part.Message is { } inner && HoldsReport(inner, depth + 1)));

    private void TakeReturned(MimeMessage returned)
    {
        if (returned.MessageId is { Length: > 0 } id)
            MessageIds.Add(id);
        Clues.AddRange(returned.Headers.Select(header => header.Value));
    }

    private void TakeLeaf(MimePart leaf)
    {
        var forMachines = leaf.ContentType.MediaType.Equals("message", StringComparison.OrdinalIgnoreCase);
        if (leaf is not TextPart && !forMachines && !leaf.ContentType.IsMimeType("application", "octet-stream"))
            return;
        var text = TextOf(leaf);
        Clues.Add(text);
        var groups = StatusFields.Read(text);
        Groups.AddRange(groups);
        if (groups.Count > 0 || forMachines || leaf is not TextPart part)
            return;
        if (part.IsHtml)
            AppendWords(text);
        else
            _words.AppendLine(text);
    }

    private void AppendWords(string html)
    {
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlDataToken { Kind: HtmlTokenKind.Data } words)
                _html.AppendLine(words.Data);
        }
    }

    /// <summary>As labelled, else as UTF-8: what is neither has replacement signs, and its codes are still there.</summary>
    private static string TextOf(MimePart leaf)
    {
        string text;
        if (leaf is TextPart labelled)
        {
            text = labelled.Text ?? "";
        }
        else
        {
            using var bytes = new MemoryStream();
            leaf.Content?.DecodeTo(bytes);
            text = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }

        return text.Length > LongestText ? text[..LongestText] : text;
    }
}
