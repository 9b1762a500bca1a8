using MimeKit;

namespace ModelTrends.Digest.Bounces;

/// <summary>A delivery status notification (RFC 3464), read into reports: one a recipient.</summary>
public static class DeliveryNotice
{
    /// <summary>By its headers alone: answers of people and of machines that are away are something else.</summary>
    public static bool IsOne(HeaderList headers) =>
        ContentType.TryParse(headers[HeaderId.ContentType] ?? "", out var type) && type.IsMimeType("multipart", "report")
        && (type.Parameters["report-type"] ?? "delivery-status").Equals("delivery-status", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Anybody can write to a mailbox, so only a notice that names the Message-ID of a mail of ours counts, and nobody can guess one. It stands
    /// in the returned mail or its headers, or in what the notice answers to.
    /// </summary>
    public static IReadOnlyList<BounceIntake.Report> Read(MimeMessage notice)
    {
        var about = notice.BodyParts.OfType<MessagePart>().Select(part => part.Message?.MessageId).FirstOrDefault(id => !string.IsNullOrEmpty(id))
            ?? notice.InReplyTo ?? notice.References.FirstOrDefault();
        if (about is null)
            return [];
        // The first group speaks of the message, the others of a recipient each.
        return [.. notice.BodyParts.OfType<MessageDeliveryStatus>().SelectMany(status => status.StatusGroups.Skip(1)).Select(fields => new BounceIntake.Report(
            Address(fields["Original-Recipient"] ?? fields["Final-Recipient"]), Status(fields), about))];
    }

    /// <summary>A delay may carry a 5.x.x of the last attempt; only the action says that it is over.</summary>
    private static string? Status(HeaderList fields) => (fields["Action"] ?? "failed").Trim().Equals("failed", StringComparison.OrdinalIgnoreCase)
        ? string.Join(' ', new[] { fields["Status"], fields["Diagnostic-Code"] }.Where(part => part is not null)).Trim() : null;

    private static string? Address(string? field) => field?.Split(';')[^1].Trim();
}
