namespace ModelTrends.Attribution.Ledger;

/// <summary>
/// The ledger after an administrator's word: a whole Hub takes a minute, so nobody waits for it in front of a form. Run twice, it changes
/// nothing; were it lost, the next poll or start would do its work.
/// </summary>
public sealed class ReattributeModelsJob(Reattribution reattribution)
{
    public Task RunAsync(CancellationToken cancellationToken) => reattribution.RunAsync(cancellationToken);
}
