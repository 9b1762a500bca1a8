using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Trends;

/// <summary>What every question has in common: which models count, from which source, when. The defaults are the API's.</summary>
public sealed record Selection
{
    public Lens Lens { get; init; } = Lens.Origin;
    public Population Population { get; init; } = Population.Language;
    /// <summary>Size classes that count; none: all.</summary>
    public IReadOnlyList<SizeClass> Sizes { get; init; } = [];
    public IReadOnlyList<Relation> Relations { get; init; } = [];
    /// <summary>Task groups that count, within the population; none: all of it.</summary>
    public IReadOnlyList<TaskGroup> Tasks { get; init; } = [];
    public bool ExcludeCi { get; init; }
    /// <summary><c>hub</c> or <c>archive:NAME</c>; null: hub once it has a complete poll, else the archive that covers most.</summary>
    public string? Source { get; init; }
    public DateOnly? From { get; init; }
    /// <summary>Inclusive.</summary>
    public DateOnly? To { get; init; }
    public Interval Interval { get; init; }
    /// <summary>Attribution as it was recorded then; null: as it is.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        QueryParameter.Choice("lens", "Whom a model counts for: the lab at the root of its lineage, or the lab that owns its namespace.", Lens.Origin),
        QueryParameter.Choice("population", "Which models count.", Population.Language),
        new("size", "Size classes of total parameters, separated by commas.", Names.All<SizeClass>()),
        new("relation", "Relations to the declared base, separated by commas.", Names.All<Relation>()),
        new("task", "Task groups, separated by commas; with them the default population is all.", Names.All<TaskGroup>()),
        new("excludeCi", "Leave out test repositories that continuous integration fetches.", Default: "false", Format: "boolean"),
        new("source", "hub, or archive:NAME; sources are never summed.", Default: "hub once it has a complete poll, else the archive that covers most"),
        new("from", "First day.", Format: "date"),
        new("to", "Last day, inclusive.", Format: "date"),
        QueryParameter.Choice("interval", "Length of a period. Weeks are ISO weeks, dated by their Monday.", Interval.Day),
        new("asOf", "Attribution as it was recorded at that time.", Format: "date-time"),
    ];

    public static IReadOnlyList<QueryParameter> With(params IReadOnlyList<QueryParameter> more) => [.. more, .. Parameters];

    public static Selection Read(QueryReader reader)
    {
        var tasks = reader.Choices<TaskGroup>("task");
        var selection = new Selection
        {
            Lens = reader.Choice("lens", Lens.Origin),
            Population = reader.Choice("population", tasks.Count > 0 ? Population.All : Population.Language),
            Tasks = tasks,
            Sizes = reader.Choices<SizeClass>("size"),
            Relations = reader.Choices<Relation>("relation"),
            ExcludeCi = reader.Flag("excludeCi"),
            Source = reader.Text("source", 200),
            From = reader.Day("from"),
            To = reader.Day("to"),
            Interval = reader.Choice("interval", Interval.Day),
            AsOf = reader.Moment("asOf"),
        };
        if (selection.From > selection.To)
        {
            // Either may be the wrong one: both are named, so that a page leaves out both.
            reader.Fail("from", $"{selection.From:yyyy-MM-dd} is after to={selection.To:yyyy-MM-dd}.");
            reader.Fail("to", $"{selection.To:yyyy-MM-dd} is before from={selection.From:yyyy-MM-dd}.");
        }

        return selection;
    }

    /// <summary>The switches that are on, as the answer repeats them.</summary>
    public IReadOnlyDictionary<string, string> Filters()
    {
        var filters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Sizes.Count > 0) filters["size"] = string.Join(',', Sizes.Select(size => Names.Of(size)));
        if (Relations.Count > 0) filters["relation"] = string.Join(',', Relations.Select(relation => Names.Of(relation)));
        if (Tasks.Count > 0) filters["task"] = string.Join(',', Tasks.Select(task => Names.Of(task)));
        if (ExcludeCi) filters["excludeCi"] = "true";
        if (AsOf is { } moment) filters["asOf"] = moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return filters;
    }
}
