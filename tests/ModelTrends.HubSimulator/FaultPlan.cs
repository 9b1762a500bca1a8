namespace ModelTrends.HubSimulator;

/// <summary>Every second list request meets the next fault that fits it, until each has fired once: a client that asks again gets through.</summary>
public sealed class FaultPlan(IEnumerable<Fault> faults)
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _due = [.. faults.Where(fault => !fault.IsOfCounters())];
    private readonly List<Fault> _fired = [];
    private int _requests;

    public IReadOnlyList<Fault> Fired { get { lock (_lock) return [.. _fired]; } }

    public IReadOnlyList<Fault> Due { get { lock (_lock) return [.. _due]; } }

    public void Add(IEnumerable<Fault> faults)
    {
        lock (_lock)
            _due.AddRange(faults.Where(fault => !fault.IsOfCounters()));
    }

    /// <param name="isDeep">The request carries a cursor.</param>
    public Fault? Next(bool isDeep)
    {
        lock (_lock)
        {
            if (++_requests % 2 == 1)
                return null;
            var index = _due.FindIndex(fault => isDeep || fault is not (Fault.DeepTimeout or Fault.DoubledRow or Fault.DirectionIgnored or Fault.RepeatedCursor));
            if (index < 0)
                return null;
            var fault = _due[index];
            _due.RemoveAt(index);
            _fired.Add(fault);
            return fault;
        }
    }
}
