namespace ModelTrends.HubSimulator;

/// <summary>Every second request of a kind meets the next fault that fits it, until each has fired once: a client that asks again gets through.</summary>
/// <param name="fits">The faults that requests of this kind can meet.</param>
public sealed class FaultPlan(IEnumerable<Fault> faults, Func<Fault, bool> fits)
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _due = [.. faults.Where(fits)];
    private readonly List<Fault> _fired = [];
    private int _requests;

    public IReadOnlyList<Fault> Fired { get { lock (_lock) return [.. _fired]; } }

    public IReadOnlyList<Fault> Due { get { lock (_lock) return [.. _due]; } }

    public void Add(IEnumerable<Fault> faults)
    {
        lock (_lock)
            _due.AddRange(faults.Where(fits));
    }

    /// <param name="isDeep">The request carries a cursor.</param>
    public Fault? Next(bool isDeep)
    {
        lock (_lock)
        {
            if (++_requests % 2 == 1)
                return null;
            var index = _due.FindIndex(fault => !fault.IsOfFiles() && (isDeep || fault is not (Fault.DeepTimeout or Fault.DoubledRow or Fault.DirectionIgnored or Fault.RepeatedCursor)));
            if (index < 0)
                return null;
            return Fire(index);
        }
    }

    /// <summary>The next fault of a file, for whoever asks for bytes.</summary>
    public Fault? NextOfFiles()
    {
        lock (_lock)
            return _due.FindIndex(Faults.IsOfFiles) is >= 0 and var index ? Fire(index) : null;
    }

    private Fault Fire(int index)
    {
        var fault = _due[index];
        _due.RemoveAt(index);
        _fired.Add(fault);
        return fault;
    }
}
