namespace ModelTrends.Domain.Labs;

public enum LabKind { Company, University, PublicInstitute, Community, Individual }

/// <summary>Where a reader can check a statement. <paramref name="Checked"/> is the day somebody opened the address; null: nobody has yet.</summary>
public sealed record Evidence(string Url, string Note, DateOnly? Checked)
{
    /// <summary>Line in the registry's file, from 1; 0 for what does not come from one.</summary>
    internal long Line { get; init; }
}

/// <summary>A Hub namespace and the days it belonged to the lab, both inclusive; null is open.</summary>
public sealed record LabNamespace(string Name, DateOnly? From, DateOnly? To)
{
    internal long Line { get; init; }

    /// <summary>The administrator who tagged it; null when the files say so.</summary>
    public string? Author { get; init; }

    /// <summary>What the administrator showed; the namespace's page on the Hub otherwise.</summary>
    public string? EvidenceUrl { get; init; }

    public bool Covers(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);
}

/// <summary>Who makes models: a company, university, public institute, community or person.</summary>
public sealed record Lab(
    string Id,
    string Name,
    LabKind Kind,
    string Country,
    string? Home,
    IReadOnlyList<LabNamespace> Namespaces,
    IReadOnlyList<string> Unowned,
    IReadOnlyList<Evidence> Evidence,
    string? Note)
{
    public const string UnknownId = "unknown";

    /// <summary>Nobody has decided yet: a value, so that it stands in every denominator.</summary>
    public static readonly Lab Unknown = new(UnknownId, "Unknown", LabKind.Community, Countries.Unknown, null, [], [], [], null);

    /// <summary>Ids of the lab's families, in the order of the registry.</summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    public string Region => Regions.Of(Country);
}
