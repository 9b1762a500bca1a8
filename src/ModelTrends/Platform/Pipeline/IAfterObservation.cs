namespace ModelTrends.Platform.Pipeline;

/// <summary>New observations of one source, all sets complete. Days are inclusive.</summary>
public sealed record ObservationChange(int SourceId, DateOnly FirstDay, DateOnly LastDay);

/// <summary>
/// A step that follows observations: attribute, then derive. Features add their step; poll and import run them all in order.
/// A step run twice over the same change leaves the same rows.
/// </summary>
public interface IAfterObservation
{
    /// <summary>Attribution 100, flows and roll-ups 200, events 300, caches 900.</summary>
    int Order { get; }

    Task RunAsync(ObservationChange change, CancellationToken cancellationToken);

    /// <summary>Nothing was observed, but attributions were recorded since that moment: only what rests on those has to follow.</summary>
    Task FollowAttributionAsync(DateTimeOffset since, CancellationToken cancellationToken) => Task.CompletedTask;
}
