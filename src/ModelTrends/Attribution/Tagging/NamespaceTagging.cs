using Hangfire;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;

namespace ModelTrends.Attribution.Tagging;

/// <summary>What an administrator fills in. Name, kind and country are wanted only for a lab the registry does not have.</summary>
public sealed record TagRequest(string Namespace, string LabId, string? LabName, string? Kind, string? Country, string EvidenceUrl, string EvidenceNote);

/// <summary>A field that is not accepted, and why.</summary>
public sealed record TagFault(string Field, string Reason);

/// <summary>
/// Gives a namespace to a lab, with evidence and the author's name; refused with reasons where anything is wrong. The tag stands at once, a
/// job takes it into the ledger.
/// </summary>
public sealed class NamespaceTagging(ModelTrendsDb db, CurrentRegistry registries, IBackgroundJobClient jobs, TimeProvider clock)
{
    private const int LongestNote = 500;

    public async Task<IReadOnlyList<TagFault>> TagAsync(TagRequest request, string author, CancellationToken cancellationToken)
    {
        var lab = (await registries.WantedAsync(cancellationToken)).FindLab(request.LabId);
        var faults = Check(request, lab);
        if (faults.Count > 0) return faults;

        var now = clock.GetUtcNow().ToUniversalTime();
        var key = request.Namespace.ToLowerInvariant();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CloseAsync(key, now, cancellationToken);
        db.Add(new NamespaceTag
        {
            Namespace = key,
            LabId = request.LabId,
            LabName = lab?.Name ?? request.LabName!,
            Kind = lab is null ? request.Kind! : LabKinds.NameOf(lab.Kind),
            Country = lab?.Country ?? request.Country!,
            EvidenceUrl = request.EvidenceUrl,
            EvidenceNote = request.EvidenceNote,
            Author = author,
            RecordedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        jobs.Enqueue<ReattributeModelsJob>(job => job.RunAsync(CancellationToken.None));
        return [];
    }

    /// <summary>Takes a tag back; the registry's files decide again.</summary>
    public async Task WithdrawAsync(string name, CancellationToken cancellationToken)
    {
        await CloseAsync(name.ToLowerInvariant(), clock.GetUtcNow().ToUniversalTime(), cancellationToken);
        jobs.Enqueue<ReattributeModelsJob>(job => job.RunAsync(CancellationToken.None));
    }

    private Task<int> CloseAsync(string name, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<NamespaceTag>().Where(tag => tag.Namespace == name && tag.SupersededAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(tag => tag.SupersededAt, now), cancellationToken);

    internal static IReadOnlyList<TagFault> Check(TagRequest request, Lab? lab)
    {
        var faults = new List<TagFault>();
        void Fault(string field, string reason) => faults.Add(new TagFault(field, reason));

        if (!ModelId.IsNamespace(request.Namespace)) Fault(nameof(request.Namespace), $"'{request.Namespace}' cannot be a namespace of the Hub.");
        if (RegistryCheck.AddressFault(request.EvidenceUrl) is { } wrong) Fault(nameof(request.EvidenceUrl), wrong);
        if (string.IsNullOrWhiteSpace(request.EvidenceNote) || request.EvidenceNote.Length > LongestNote)
            Fault(nameof(request.EvidenceNote), $"Say in 1 to {LongestNote} characters what the address shows.");
        if (lab is { Id: Lab.UnknownId }) Fault(nameof(request.LabId), "Withdraw the tag instead: unknown is what a namespace without a tag is.");
        else if (lab is not null) CheckAgainst(request, lab, Fault);
        else CheckNew(request, Fault);
        return faults;
    }

    private static void CheckAgainst(TagRequest request, Lab lab, Action<string, string> fault)
    {
        if (!string.IsNullOrEmpty(request.Country) && !string.Equals(request.Country, lab.Country, StringComparison.Ordinal))
            fault(nameof(request.Country), $"'{lab.Id}' stands in the registry with {lab.Country}; a lab's country changes in its file, with evidence. Leave the field empty.");
    }

    private static void CheckNew(TagRequest request, Action<string, string> fault)
    {
        if (!RegistryCheck.IsSlug(request.LabId)) fault(nameof(request.LabId), $"'{request.LabId}' is not an id: lower-case letters, digits, dots and hyphens.");
        if (string.IsNullOrWhiteSpace(request.LabName) || request.LabName.Length > 100) fault(nameof(request.LabName), "A new lab needs a name of at most 100 characters.");
        var kind = LabKinds.Parse(request.Kind ?? "");
        if (kind is null) fault(nameof(request.Kind), $"'{request.Kind}' is no kind; allowed are {string.Join(", ", LabKinds.All)}.");
        if (request.Country is null or Countries.Unknown || !Countries.IsKnown(request.Country))
            fault(nameof(request.Country), $"'{request.Country}' is neither an ISO 3166-1 alpha-2 code in capitals nor international or individual.");
        else if (kind is not null && kind == LabKind.Individual != (request.Country is Countries.Individual))
            fault(nameof(request.Country), "A lab of kind individual has the country individual, and no other lab has.");
    }
}
