using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using MimeKit;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Delivery;

/// <summary>Mails the link that confirms a subscription. The key is made here, so that it stands in no job table.</summary>
public sealed class SendConfirmationJob(ModelTrendsDb db, Tokens tokens, Mailer mailer, IStringLocalizer<DigestTexts> texts)
{
    public async Task RunAsync(int subscriberId, CancellationToken cancellationToken)
    {
        var subscriber = await db.Set<Subscriber>().SingleOrDefaultAsync(s => s.Id == subscriberId, cancellationToken);
        if (subscriber is not { State: SubscriberState.Pending })
            return;

        var token = tokens.Issue(subscriber.Id, TokenPurpose.Confirm);
        await db.SaveChangesAsync(cancellationToken);
        using var message = Message(subscriber, token);
        await using var connection = mailer.Connect();
        var result = await connection.SendAsync(message, cancellationToken);
        if (result.Outcome == MailOutcome.Temporary)
            throw new IOException("The confirmation mail was not accepted: " + result.Answer);
        if (result.Outcome == MailOutcome.Refused)
            await db.Set<Subscriber>().Where(s => s.Id == subscriberId).ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Suppressed), cancellationToken);
    }

    private MimeMessage Message(Subscriber subscriber, string token)
    {
        var language = Language.Find(subscriber.Lang) ?? Language.English;
        using var _ = new InLanguage(language);
        var message = new MimeMessage { Subject = texts["ConfirmSubject"] };
        message.From.Add(mailer.From);
        message.To.Add(new MailboxAddress(null, subscriber.Email));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var link = $"{mailer.SiteUrl}/subscriptions/confirm/{token}?lang={language.Code}";
        message.Body = new TextPart("plain") { Text = texts["ConfirmText", link, mailer.SiteUrl] };
        mailer.Sign(message);
        return message;
    }
}
