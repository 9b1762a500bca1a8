using MimeKit;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;

namespace ModelTrends.Digest.Delivery;

/// <summary>Makes the mail of one subscriber from the issue's text.</summary>
public sealed class DigestMessage(Mailer mailer, TimeProvider clock)
{
    /// <param name="Countries">The choice whose rows are added.</param>
    public sealed record Recipient(string Email, IReadOnlyList<string> Countries, IReadOnlyList<string> Families);

    public MimeMessage Create(DigestIssue issue, PersonalText personal, Recipient recipient, string messageId, string token)
    {
        var text = personal.Issue;
        var from = mailer.From;
        var unsubscribe = $"{mailer.SiteUrl}/subscriptions/{token}/unsubscribe";
        var message = new MimeMessage { Subject = text.Subject, MessageId = messageId, Date = clock.GetUtcNow() };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(null, recipient.Email));
        message.Headers.Add(HeaderId.ListId, $"ModelTrends weekly digest <digest.{from.Domain}>");
        // RFC 8058: a mail program posts to the address by itself, without asking the reader to come along.
        message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
        message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        message.Headers.Add(HeaderId.Precedence, "bulk");
        if (MailName.Of(messageId) is { } name)
            message.Headers.Add(MailName.Header, name);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("Feedback-ID", $"{issue.Week}:{text.Lang}:digest:modeltrends");

        var body = new BodyBuilder
        {
            TextBody = personal.Text(token, recipient.Countries, recipient.Families),
            HtmlBody = personal.Html(token, recipient.Countries, recipient.Families),
        };
        if (personal.Picture is { } encoded)
        {
            // Encoded once for all: ten thousand mails would each read and write it anew.
            body.LinkedResources.Add(new MimePart("image", "png")
            {
                Content = new MimeContent(new MemoryStream(encoded, writable: false), ContentEncoding.Base64), ContentTransferEncoding = ContentEncoding.Base64, ContentId = RenderDigest.PictureId,
                ContentDisposition = new ContentDisposition(ContentDisposition.Inline), FileName = "share.png",
            });
        }

        message.Body = body.ToMessageBody();
        return message;
    }
}
