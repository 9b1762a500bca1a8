namespace ModelTrends.Domain.Trends;

public enum Measure
{
    /// <summary>Flow: cleaned differences of the cumulative counter.</summary>
    Downloads,
    /// <summary>Stock: the Hub's own rolling 30 days.</summary>
    Downloads30d,
    DownloadsAllTime,
    Likes,
    NewLikes,
    /// <summary>Places among the first N of the trending list.</summary>
    TrendingSlots,
    /// <summary>Public models, as listed.</summary>
    Models,
    /// <summary>Models released in the period.</summary>
    NewModels,
}

public static class Measures
{
    /// <summary>A flow adds up over its period; a stock is what was seen on the period's last observed day.</summary>
    public static bool IsFlow(this Measure measure) => measure is Measure.Downloads or Measure.NewLikes or Measure.NewModels;

    /// <summary>Differences of a counter: a month's flow runs from the counter of its first day to that of the next month's first day.</summary>
    public static bool IsOfCounter(this Measure measure) => measure is Measure.Downloads or Measure.NewLikes;

    public static string Unit(this Measure measure) => measure switch
    {
        Measure.Downloads => "downloads",
        Measure.Downloads30d => "downloads in 30 days",
        Measure.DownloadsAllTime => "downloads ever",
        Measure.Likes or Measure.NewLikes => "likes",
        Measure.TrendingSlots => "places",
        _ => "models",
    };
}
