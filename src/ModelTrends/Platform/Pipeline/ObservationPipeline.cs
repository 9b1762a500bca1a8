namespace ModelTrends.Platform.Pipeline;

/// <summary>Runs every <see cref="IAfterObservation"/> in order; a step that fails stops the rest and is seen by the caller.</summary>
public sealed class ObservationPipeline(IEnumerable<IAfterObservation> steps)
{
    private readonly IAfterObservation[] _steps = [.. steps.OrderBy(step => step.Order)];

    public async Task RunAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        foreach (var step in _steps)
            await step.RunAsync(change, cancellationToken);
    }

    /// <summary>What rests on the attributions recorded since a moment, and nothing else.</summary>
    public async Task FollowAttributionAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var step in _steps)
            await step.FollowAttributionAsync(since, cancellationToken);
    }
}
