using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using MimeKit;
using MimeKit.Utils;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Delivery;

/// <summary>
/// Answers who asked at the form: with the link that confirms or, where the address is confirmed already, with the one to its preferences.
/// The key is made here, so that it stands in no job table.
/// </summary>
public sealed class SendConfirmationJob(ModelTrendsDb db, Tokens tokens, Mailer mailer, IStringLocalizer<DigestTexts> texts, TimeProvider clock)
{
    public async Task RunAsync(int subscriberId, CancellationToken cancellationToken)
    {
        var subscriber = await db.Set<Subscriber>().SingleOrDefaultAsync(s => s.Id == subscriberId, cancellationToken);
        if (subscriber is not { State: SubscriberState.Pending or SubscriberState.Confirmed or SubscriberState.Paused })
            return;

        await using var connection = mailer.Connect();
        if (await connection.ReadyAsync(cancellationToken) is { } fault)
            throw new IOException("The confirmation mail cannot be handed over: " + fault.Reason);
        var purpose = subscriber.State == SubscriberState.Pending ? TokenPurpose.Confirm : TokenPurpose.Manage;
        var token = tokens.Issue(subscriber.Id, purpose);
        await db.SaveChangesAsync(cancellationToken);
        using var message = Message(subscriber, purpose, token);
        var result = await connection.SendAsync(message, cancellationToken);
        if (result.Outcome is MailOutcome.Temporary or MailOutcome.Barred or MailOutcome.Failed)
            throw new IOException("The confirmation mail was not accepted: " + result.Answer.Replace(subscriber.Email, EmailAddress.Mask(subscriber.Email), StringComparison.OrdinalIgnoreCase));
        if (result.Outcome == MailOutcome.Refused)
            await db.Set<Subscriber>().Where(s => s.Id == subscriberId).ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Suppressed), cancellationToken);
    }

    private MimeMessage Message(Subscriber subscriber, TokenPurpose purpose, string token)
    {
        var language = Language.Find(subscriber.Lang) ?? Language.English;
        using var _ = new InLanguage(language);
        var confirms = purpose == TokenPurpose.Confirm;
        // The default would name this machine.
        var message = new MimeMessage { Subject = texts[confirms ? "ConfirmSubject" : "KnownSubject"], MessageId = MimeUtils.GenerateMessageId(mailer.From.Domain), Date = clock.GetUtcNow() };
        message.From.Add(mailer.From);
        message.To.Add(new MailboxAddress(null, subscriber.Email));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var link = confirms ? $"{mailer.SiteUrl}/subscriptions/confirm/{token}?lang={language.Code}" : $"{mailer.SiteUrl}/subscriptions/{token}?lang={language.Code}";
        message.Body = new TextPart("plain") { Text = texts[confirms ? "ConfirmText" : "KnownText", link, mailer.SiteUrl] };
        return message;
    }
}
