namespace ModelTrends.HubSimulator;

/// <summary>Counters as a function of the day, with the faults that hold on some days.</summary>
internal sealed class GeneratedCounters(IReadOnlyList<Fault> faults)
{
    private readonly HashSet<Fault> _faults = [.. faults];

    public Counters Of(SimulatedModel model, DateOnly day)
    {
        var age = day.DayNumber - GeneratedHub.FirstDay.DayNumber;
        var counted = IsFrozen(model, age) ? age - 1 : age;
        var allTime = Raw(model, counted);
        if (_faults.Contains(Fault.Rollback) && age % 28 is >= 10 and <= 12 && model.Luck < 0.4)
            allTime -= allTime / 10;
        var downloads = Math.Min(allTime, (long)(model.Pace * 30 * (0.9 + 0.2 * Wobble(model, counted))));
        if (_faults.Contains(Fault.Halved) && age % 28 == 20)
            downloads /= 2;
        var likes = model.StartLikes + (int)(Math.Sqrt(model.Pace) * 0.05 * age * model.Luck);
        return new Counters(model.Disabled ? 0 : downloads, allTime, likes, Trending(model, age));
    }

    private bool IsFrozen(SimulatedModel model, int age) => age > 0 && age % 7 == 3
        && (_faults.Contains(Fault.FreezeAll) || (_faults.Contains(Fault.FreezeNew) && model.CreatedAt.Year >= 2025));

    /// <summary>Grows every day: the wobble is less than a day's downloads.</summary>
    private static long Raw(SimulatedModel model, int age)
    {
        var born = model.CreatedAt.Date.Subtract(GeneratedHub.FirstDay.ToDateTime(TimeOnly.MinValue)).TotalDays;
        var days = Math.Max(0, age - Math.Max(0, born));
        return model.StartDownloads + (days <= 0 ? 0 : (long)(model.Pace * (days + 0.3 * Wobble(model, age))));
    }

    /// <summary>Quiet repositories have 0, some have none at all, and some a half.</summary>
    private static double? Trending(SimulatedModel model, int age) => model.Luck switch
    {
        < 0.02 => null,
        > 0.97 => Math.Round(Math.Sqrt(model.Pace) * (1 + Wobble(model, age)) * 2) / 2,
        _ => model.Pace > 50 ? Math.Round(Math.Sqrt(model.Pace) * Wobble(model, age)) : 0,
    };

    private static double Wobble(SimulatedModel model, int age)
    {
        var mixed = (ulong)BitConverter.DoubleToInt64Bits(model.Luck) ^ ((ulong)(age + 1000) * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9;
        return (mixed >> 40) / (double)(1 << 24);
    }
}
