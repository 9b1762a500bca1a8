using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>
/// Models whose counter fell and may still come back. What they gained since is not known before it is settled; what they usually gain tells
/// how much the days since lack.
/// </summary>
internal sealed class OpenFalls
{
    /// <summary>The part of a day from which it is said to be injured, as with spread differences.</summary>
    private const decimal WorthTelling = 0.05m;

    /// <summary>The part from which the day cannot be told: as many as must stand still for the Hub to be stalled.</summary>
    private const decimal TooMuch = 0.25m;

    private readonly List<(int Model, DateOnly Since)> _models = [];
    private readonly SortedDictionary<DateOnly, long> _usual = [];

    /// <param name="since">The last day whose flow is known.</param>
    public void Add(int model, DateOnly since) => _models.Add((model, since));

    /// <summary>On the connection that has just written the flows.</summary>
    public async Task ReadAsync(NpgsqlConnection connection, int sourceId, DateOnly firstDay, CancellationToken cancellationToken)
    {
        if (_models.Count == 0) return;
        await using var command = new NpgsqlCommand(SqlFile.Read<OpenFalls>("unsettled.sql"), connection).With(
            ("source_id", sourceId), ("first", firstDay), ("models", _models.Select(fall => fall.Model).ToArray()), ("since", _models.Select(fall => fall.Since).ToArray()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _usual[reader.GetFieldValue<DateOnly>(0)] = reader.GetInt64(1);
    }

    /// <summary>The days that lack much, and those of them that lack too much to be told.</summary>
    /// <param name="days">The source's days.</param>
    /// <param name="totals">What is known of their flows.</param>
    public (IReadOnlyList<DateOnly> Injured, IReadOnlyList<DateOnly> Unknown) Judge(IReadOnlyList<DateOnly> days, IReadOnlyDictionary<DateOnly, decimal> totals)
    {
        var (injured, unknown) = (new List<DateOnly>(), new List<DateOnly>());
        foreach (var day in days)
        {
            var lacking = _usual.TakeWhile(usual => usual.Key < day).Sum(usual => (decimal)usual.Value);
            var whole = lacking + totals.GetValueOrDefault(day);
            if (lacking > WorthTelling * whole) injured.Add(day);
            if (lacking > 0 && lacking >= TooMuch * whole) unknown.Add(day);
        }

        return (injured, unknown);
    }
}
