namespace ModelTrends.Charts.Findings;

/// <summary>What a chart says, in sentences made of the numbers of its answer and of nothing else.</summary>
/// <param name="Title">The main finding: heads picture, page and metadata.</param>
/// <param name="More">Further sentences, for pages and metadata.</param>
public sealed record Finding(string Title, IReadOnlyList<string> More)
{
    /// <summary>Where there are no numbers the definition stands alone.</summary>
    public static Finding None(string subtitle) => new(subtitle, []);
}
