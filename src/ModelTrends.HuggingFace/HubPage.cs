namespace ModelTrends.HuggingFace;

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Opaque; where to go on. Null only on the last page.</param>
/// <param name="Requests">Requests it took, repeats included.</param>
public sealed record HubPage(IReadOnlyList<HubModel> Models, IReadOnlyList<RowFault> Faults, string? NextCursor, int Requests, Quota? Quota);

/// <summary>What the RateLimit headers of the last answer said.</summary>
/// <param name="Remaining">Requests left in this window.</param>
/// <param name="ResetsIn">Until the next window.</param>
/// <param name="Limit">Requests a window; null if the policy was not told.</param>
public sealed record Quota(int Remaining, TimeSpan ResetsIn, int? Limit, TimeSpan? Window);

public enum LookupState
{
    Found,
    /// <summary>404, the answer to a caller with a token.</summary>
    Missing,
    /// <summary>401, the answer to an anonymous caller: missing and private look alike.</summary>
    MissingOrPrivate,
    /// <summary>The Hub has closed the repository.</summary>
    Disabled,
}

/// <summary>What the detail route says of one name. A redirect may end at another repository: compare <see cref="HubModel.Id"/>, never the name.</summary>
/// <param name="Redirects">Redirects followed: 0 to 2.</param>
public sealed record ModelLookup(LookupState State, HubModel? Model, int Redirects, int Requests);
