namespace ModelTrends.HubSimulator;

/// <summary>
/// Names and visibility as a function of the day. Which models are hit, and when, hangs on their id alone, so that every day has one truth
/// whatever day came before. On the Hub's first day only those are hit that will become public late.
/// </summary>
internal sealed class ContentFaults
{
    /// <summary>Days over which the changes of a kind are spread.</summary>
    private const int Spread = 5;

    private readonly HashSet<Fault> _faults;
    private readonly DateOnly _firstDay;

    public ContentFaults(IEnumerable<Fault> faults, DateOnly firstDay) => (_faults, _firstDay) = ([.. faults.Where(fault => fault.IsOfContents())], firstDay);

    public bool Any => _faults.Count > 0;

    public string NameOn(SimulatedModel model, DateOnly day)
    {
        if (!Hits(Fault.Renamed, model, out var from) || Age(day) < from)
            return model.GivenName!;
        // Every second moves to another owner as well.
        var (owner, name) = (model.GivenName!.Split('/')[0], model.GivenName[(model.GivenName.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return from % 2 == 0 ? $"{owner}/{name}-renamed" : $"moved-{owner}/{name}";
    }

    public bool IsListed(SimulatedModel model, DateOnly day)
    {
        var age = Age(day);
        return !(Hits(Fault.Deleted, model, out var gone) && age >= gone)
            && !(Hits(Fault.RedirectedElsewhere, model, out var led) && age >= led)
            && !(Hits(Fault.Privatised, model, out var hidden) && age >= hidden && age < hidden + 3)
            && !(Hits(Fault.PublishedLate, model, out var published) && age < published);
    }

    public bool IsRedirected(SimulatedModel model, DateOnly day) => Hits(Fault.RedirectedElsewhere, model, out var from) && Age(day) >= from;

    private int Age(DateOnly day) => day.DayNumber - _firstDay.DayNumber;

    /// <param name="from">Days after the first on which it happens.</param>
    private bool Hits(Fault fault, SimulatedModel model, out int from)
    {
        // The last digits of an id count the models; spread out, each kind takes five of a thousand.
        var place = (int)(Convert.ToUInt64(model.Id[14..], 16) * 2654435761 % 1000) - ((int)fault - (int)Fault.Renamed) * 2 * Spread;
        from = 1 + place;
        return place is >= 0 and < Spread && _faults.Contains(fault);
    }
}
