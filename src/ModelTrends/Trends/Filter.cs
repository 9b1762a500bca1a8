using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>A selection as SQL conditions over the columns that cubes and models share.</summary>
internal static class Filter
{
    /// <summary>
    /// For a row with task_group, size_class, relation and flags, under the alias of the first replaced word. The flags stand in a case because
    /// the planner takes each comparison of bits for one row in two hundred, expects a handful of rows of a year and compares all days with all rows.
    /// </summary>
    public static string Where(string alias) => $"""
        (@task_groups::smallint[] is null or {alias}.task_group = any(@task_groups))
          and case when ({alias}.flags & @flags_on) = @flags_on and ({alias}.flags & @flags_off) = 0 then true end
          and (@sizes::smallint[] is null or {alias}.size_class = any(@sizes)) and (@relations::smallint[] is null or {alias}.relation = any(@relations))
        """;

    public static NpgsqlCommand With(this NpgsqlCommand command, Selection selection) => command.With(
        ("task_groups", TaskGroups(selection)),
        ("flags_on", (int)(selection.Population switch { Population.Mainline => TraitFlags.Mainline, Population.FirstYear => TraitFlags.FirstYear, _ => TraitFlags.None })),
        ("flags_off", (int)(selection.ExcludeCi ? TraitFlags.CiSuspect : TraitFlags.None)),
        ("sizes", selection.Sizes.Count == 0 ? null : selection.Sizes.Select(size => (short)size).ToArray()),
        ("relations", selection.Relations.Count == 0 ? null : selection.Relations.Select(relation => (short)relation).ToArray()),
        ("lens", (short)(selection.Lens == Lens.Origin ? 0 : 1)),
        ("as_of", selection.AsOf));

    private static short[]? TaskGroups(Selection selection)
    {
        if (selection.Population != Population.Language)
            return selection.Tasks.Count == 0 ? null : [.. selection.Tasks.Select(task => (short)task)];
        return selection.Tasks.Count == 0 || selection.Tasks.Contains(TaskGroup.Language) ? [(short)TaskGroup.Language] : [];
    }

    /// <summary>The cube's column; the names are ours, so they may stand in SQL.</summary>
    public static string Column(Measure measure) => measure switch
    {
        Measure.Downloads => "downloads",
        Measure.Downloads30d => "downloads_30d",
        Measure.DownloadsAllTime => "downloads_all_time",
        Measure.Likes => "likes",
        Measure.NewLikes => "new_likes",
        Measure.Models => "models",
        Measure.NewModels => "new_models",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "The cubes hold no places of the trending list."),
    };
}
