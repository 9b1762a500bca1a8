using ModelTrends.Attribution.Answers;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;

namespace ModelTrends.Attribution.Reports;

/// <summary>A reader's report that a lab or a model is attributed wrongly.</summary>
public sealed class ErrorReporting(ModelTrendsDb db, CurrentRegistry registries, ModelLookup models, TimeProvider clock)
{
    public const string RateLimit = "error-reports";
    public const int ShortestMessage = 10;
    public const int LongestMessage = 2000;

    /// <summary>What can be reported on.</summary>
    public static readonly IReadOnlyList<string> Subjects = ["lab", "model"];

    /// <summary>The subject's name as we know it, or null when there is no such lab or model.</summary>
    public async Task<string?> FindAsync(string? subject, string? id, CancellationToken cancellationToken) => (subject, id) switch
    {
        ("lab", { } labId) => (await registries.GetAsync(cancellationToken)).FindLab(labId)?.Name,
        ("model", { Length: <= 200 } name) => await models.FindAsync(name, cancellationToken) is null ? null : name,
        _ => null,
    };

    /// <returns>Null when stored, else the field and why it is not accepted.</returns>
    public async Task<(string Field, string Reason)?> ReportAsync(string subject, string id, string? message, string? evidenceUrl, CancellationToken cancellationToken)
    {
        if (await FindAsync(subject, id, cancellationToken) is null) return ("id", "There is no such lab or model.");
        var text = message?.Trim() ?? "";
        if (text.Length is < ShortestMessage or > LongestMessage) return ("message", $"Say in {ShortestMessage} to {LongestMessage} characters what is wrong.");
        if (!string.IsNullOrWhiteSpace(evidenceUrl) && RegistryCheck.AddressFault(evidenceUrl.Trim()) is { } fault) return ("evidenceUrl", fault);
        db.Add(new ErrorReport
        {
            Subject = subject,
            SubjectId = id,
            Message = text.Replace("\0", "", StringComparison.Ordinal),
            EvidenceUrl = string.IsNullOrWhiteSpace(evidenceUrl) ? null : evidenceUrl.Trim(),
            ReportedAt = clock.GetUtcNow().ToUniversalTime(),
        });
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
