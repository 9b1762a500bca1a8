using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Delivery;

/// <summary>What mail servers report after they had accepted a mail: a final failure (5.x.x) suppresses the address, a delay changes nothing.</summary>
public sealed partial class BounceIntake(ModelTrendsDb db)
{
    public sealed record Report(string? Recipient, string? Status, string? MessageId);

    /// <returns>How many subscribers were suppressed.</returns>
    public async Task<int> TakeAsync(Report report, CancellationToken cancellationToken)
    {
        if (report.Status is null || !FinalStatus().IsMatch(report.Status) || EmailAddress.Parse(report.Recipient) is not { } address)
            return 0;
        return await db.Set<Subscriber>().Where(s => s.EmailKey == address.Key && s.State != SubscriberState.Suppressed)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Suppressed), cancellationToken);
    }

    /// <summary>A delivery status notification (RFC 3464), as a mailbox holds it.</summary>
    public async Task<int> TakeAsync(MimeMessage notification, CancellationToken cancellationToken)
    {
        var suppressed = 0;
        foreach (var status in notification.BodyParts.OfType<MessageDeliveryStatus>())
        {
            // The first group speaks of the message, the others of a recipient each.
            foreach (var fields in status.StatusGroups.Skip(1))
            {
                var recipient = (fields["Final-Recipient"] ?? fields["Original-Recipient"])?.Split(';')[^1].Trim();
                suppressed += await TakeAsync(new Report(recipient, fields["Status"], notification.Headers["References"]), cancellationToken);
            }
        }

        return suppressed;
    }

    [GeneratedRegex(@"^\s*5\.\d{1,3}\.\d{1,3}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FinalStatus();
}
