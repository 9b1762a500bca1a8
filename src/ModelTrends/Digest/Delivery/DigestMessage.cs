using MimeKit;
using MimeKit.Utils;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;

namespace ModelTrends.Digest.Delivery;

/// <summary>Makes the mail of one subscriber from the issue's text.</summary>
public sealed class DigestMessage(Mailer mailer, TimeProvider clock)
{
    public MimeMessage Create(DigestIssue issue, DigestText text, string email, string messageId, string token)
    {
        var from = mailer.From;
        var unsubscribe = $"{mailer.SiteUrl}/subscriptions/{token}/unsubscribe";
        var message = new MimeMessage { Subject = text.Subject, MessageId = messageId, Date = clock.GetUtcNow() };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(null, email));
        message.Headers.Add(HeaderId.ListId, $"ModelTrends weekly digest <digest.{from.Domain}>");
        // RFC 8058: a mail program posts to the address by itself, without asking the reader to come along.
        message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
        message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        message.Headers.Add(HeaderId.Precedence, "bulk");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("Feedback-ID", $"{issue.Week}:{text.Lang}:digest:modeltrends");

        var body = new BodyBuilder
        {
            TextBody = text.Text.Replace(RenderDigest.TokenPlaceholder, token, StringComparison.Ordinal),
            HtmlBody = text.Html.Replace(RenderDigest.TokenPlaceholder, token, StringComparison.Ordinal),
        };
        if (text.Picture is { } picture)
        {
            var part = body.LinkedResources.Add("share.png", picture, new ContentType("image", "png"));
            part.ContentId = RenderDigest.PictureId;
        }

        message.Body = body.ToMessageBody();
        mailer.Sign(message);
        return message;
    }

    /// <summary>The same for the same issue and subscriber, whoever makes it.</summary>
    public string MessageIdOf(string week, int subscriberId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{week.ToLowerInvariant()}.{subscriberId}@{Domain()}");

    private string Domain() => mailer.From.Domain is { Length: > 0 } domain ? domain : MimeUtils.GenerateMessageId();
}
