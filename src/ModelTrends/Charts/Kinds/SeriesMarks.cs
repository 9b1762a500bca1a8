using ModelTrends.Charts.Figures;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>What is marked on a chart over time: the events of its days, and where drawn series pass each other for good.</summary>
internal static class SeriesMarks
{
    /// <summary>More rings than this hide the lines they are on.</summary>
    private const int MostRings = 5;

    /// <summary>Said by the flags of single points already, and of days the picture does not use.</summary>
    private static readonly string[] Silent = ["partial"];

    public static TimeMarks Of(ChartState state, IReadOnlyList<Trace> traces, IReadOnlyList<EventsQuery.Event> events, Registry registry, ChartTexts texts) =>
        new(Events(state, traces, events, registry, texts), state.View == ChartView.Line ? Crossings(traces, texts) : []);

    private static List<EventMark> Events(ChartState state, IReadOnlyList<Trace> traces, IReadOnlyList<EventsQuery.Event> events, Registry registry, ChartTexts texts)
    {
        var labs = traces.Select(trace => state.By switch
        {
            Dimension.Lab => trace.Key,
            Dimension.Family => registry.FindFamily(trace.Key)?.LabId,
            Dimension.Generation => registry.Families.FirstOrDefault(family => family.Generations.Any(generation => generation.Name == trace.Key))?.LabId,
            _ => null,
        }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var marks = new List<EventMark>();
        foreach (var group in events.GroupBy(found => Period.Start(found.Day, state.Selection.Interval)))
        {
            var told = group.Where(found => Matters(found)).OrderByDescending(Weight).ThenBy(found => found.Day).ThenBy(found => found.Title, StringComparer.Ordinal).ToArray();
            if (told.Length == 0) continue;
            marks.Add(new EventMark(group.Key, Label(told[0], texts), string.Join('\n', told.Select(found => Text(found, texts)).Distinct(StringComparer.Ordinal).Take(6)), Weight(told[0])));
        }

        return marks;

        // In a race only its runners' releases are news; counters that stood still concern sums of days alone.
        bool Matters(EventsQuery.Event found) => !Silent.Contains(found.Kind, StringComparer.Ordinal)
            && (found.Kind != "release" || labs.Count == 0 || found.Lab is null || labs.Contains(found.Lab))
            && (found.Kind is not ("stall" or "rollback" or "low") || state.Measure is Measure.Downloads or Measure.NewLikes);
    }

    private static int Weight(EventsQuery.Event found) => found.Kind switch { "release" => 4, "rule" or "method" => 3, "report" => 2, "break" => 0, _ => 1 };

    private static string Label(EventsQuery.Event found, ChartTexts texts) => found.Kind switch
    {
        "release" => found.Title,
        "report" => "",
        _ => texts["event." + found.Kind],
    };

    private static string Text(EventsQuery.Event found, ChartTexts texts)
    {
        var what = found.Source is null ? found.Title : texts[$"event.{found.Kind}.text"];
        return $"{texts.Day(found.Day)}: {what}";
    }

    /// <summary>Pairs of named series, the largest first; days of both alone.</summary>
    private static List<CrossingMark> Crossings(IReadOnlyList<Trace> traces, ChartTexts texts)
    {
        var runners = traces.Where(trace => trace.Last is not null && trace.Key is not (KeyNames.Other or Countries.Unknown or Countries.Individual or Countries.International))
            .OrderByDescending(trace => trace.Last!.Value).ToArray();
        var marks = new List<CrossingMark>();
        for (var i = 0; i < runners.Length && marks.Count < MostRings; i++)
        {
            for (var k = i + 1; k < runners.Length && marks.Count < MostRings; k++)
            {
                var behind = runners[k].Points.Where(point => point.Value is not null).ToDictionary(point => point.Day, point => point.Value!.Value);
                var both = runners[i].Points.Where(point => point.Value is not null && behind.ContainsKey(point.Day)).Select(point => (point.Day, A: (decimal)point.Value!.Value, B: (decimal)behind[point.Day])).ToArray();
                if (Crossing.Find(both).Day is not { } day) continue;
                // A line drawn through a gap has no point where it crosses.
                if (runners[i].Points.First(point => point.Day == day).IsBreak) continue;
                var on = DateText.DayShort(day, texts.Language);
                marks.Add(new CrossingMark(day, behind[day], [$"{runners[i].Name} > {runners[k].Name}, {on}", on], $"{texts.Day(day)}: {texts.Format("crossing.text", runners[i].Name, runners[k].Name)}"));
            }
        }

        return marks;
    }
}
