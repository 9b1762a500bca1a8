namespace ModelTrends.Domain.Labs;

/// <summary>Kinds as files and the API spell them: company, university, public-institute, community, individual.</summary>
public static class LabKinds
{
    public static readonly IReadOnlyList<string> All = [.. Enum.GetValues<LabKind>().Select(NameOf)];

    public static string NameOf(LabKind kind) => kind == LabKind.PublicInstitute ? "public-institute" : kind.ToString().ToLowerInvariant();

    public static LabKind? Parse(string text)
    {
        foreach (var kind in Enum.GetValues<LabKind>())
            if (string.Equals(NameOf(kind), text, StringComparison.Ordinal)) return kind;
        return null;
    }
}
