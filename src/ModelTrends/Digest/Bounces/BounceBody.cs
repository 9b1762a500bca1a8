using System.Text.Json;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest.Bounces;

/// <summary>The webhook's body, read field by field, so that what is wrong is named and nothing in it is a fault of ours.</summary>
/// <param name="Fault">The first field that is wrong, and what it may be; then nothing is taken.</param>
public sealed record BounceBody(IReadOnlyList<BounceIntake.Report> Reports, (string Field, string Allowed)? Fault)
{
    /// <summary>Providers send their reports in bundles of some hundred.</summary>
    private const int Most = 1000;

    /// <summary>A server's answer is some lines; longer texts are cut where they are stored.</summary>
    private const int LongestText = 10_000;

    private const string Shape = "A JSON object, or an array of at most 1000, with recipient or messageId and with status (5.1.1).";

    private static readonly string[] Names = ["recipient", "messageId", "status", "diagnostic", "action"];

    public static async Task<BounceBody> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return Refuse("body", Shape);
        }
    }

    private static BounceBody Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object && !(root.ValueKind == JsonValueKind.Array && root.GetArrayLength() <= Most))
            return Refuse("body", Shape);
        var reports = new List<BounceIntake.Report>();
        foreach (var row in root.ValueKind == JsonValueKind.Object ? [root] : root.EnumerateArray().ToArray())
        {
            var place = $"[{reports.Count}]";
            if (row.ValueKind != JsonValueKind.Object)
                return Refuse(place, "An object with recipient or messageId and with status.");
            if (Fields(row, out var fields) is var (name, allowed))
                return Refuse(name is null ? place : $"{place}.{name}", allowed);
            if (Check(fields) is var (wrong, right))
                return Refuse($"{place}.{wrong}", right);
            reports.Add(Report(fields));
        }

        return new BounceBody(reports, null);
    }

    /// <summary>The texts of the fields that are known, by any case; null and absent are alike.</summary>
    private static (string? Name, string Allowed)? Fields(JsonElement row, out Dictionary<string, string> fields)
    {
        fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? name = null;
        try
        {
            foreach (var property in row.EnumerateObject())
            {
                name = null;
                name = Names.FirstOrDefault(known => known.Equals(property.Name, StringComparison.OrdinalIgnoreCase));
                if (name is null || property.Value.ValueKind == JsonValueKind.Null)
                    continue;
                if (property.Value.ValueKind != JsonValueKind.String)
                    return (name, "A text in quotation marks.");
                var text = property.Value.GetString()!;
                if (text.Contains('\0', StringComparison.Ordinal) || text.Length > LongestText)
                    return (name, $"A text of at most {LongestText} letters, without the sign NUL.");
                fields[name] = text;
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8: the document holds them, no text can.
            return (name, "A text of whole Unicode signs in UTF-8.");
        }

        return null;
    }

    private static (string Field, string Allowed)? Check(Dictionary<string, string> fields)
    {
        if (string.IsNullOrWhiteSpace(fields.GetValueOrDefault("recipient")) && string.IsNullOrWhiteSpace(fields.GetValueOrDefault("messageId")))
            return ("recipient", "An address, or messageId instead.");
        if (fields.GetValueOrDefault("status")?.TrimStart() is not ['2' or '4' or '5', ..])
            return ("status", "A status of RFC 3463 such as 5.1.1; text may follow.");
        return fields.TryGetValue("action", out var action) && DeliveryNotice.ActionOf(action) == BounceAction.Unsaid
            ? ("action", "One of failed, delayed, delivered, relayed, expanded; absent, the status' first digit tells whether it is over.") : null;
    }

    private static BounceIntake.Report Report(Dictionary<string, string> fields)
    {
        var id = fields.GetValueOrDefault("messageId")?.Trim();
        return new BounceIntake.Report
        {
            Recipient = fields.GetValueOrDefault("recipient"), Status = fields["status"], Diagnostic = fields.GetValueOrDefault("diagnostic"),
            Action = fields.TryGetValue("action", out var action) ? DeliveryNotice.ActionOf(action) : FailureStatus.ClassOf(fields["status"]) is null && fields["status"].TrimStart()[0] == '5' ? BounceAction.Failed : BounceAction.Unsaid,
            MessageIds = string.IsNullOrEmpty(id) ? [] : [id], Names = [.. MailName.FindAll(id ?? "").Take(1)], IsTrusted = true,
        };
    }

    private static BounceBody Refuse(string field, string allowed) => new([], (field, allowed));
}
