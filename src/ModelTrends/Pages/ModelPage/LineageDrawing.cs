using ModelTrends.Attribution.Answers;
using ModelTrends.Domain.Labs;

namespace ModelTrends.Pages.ModelPage;

/// <summary>Where each model of a lineage stands in the picture: the model itself on the left, one column a step towards the roots.</summary>
public sealed class LineageDrawing
{
    private const int ColumnWidth = 250;
    private const int RowHeight = 56;

    /// <summary>More boxes than that are a wall; the list below the picture has them all.</summary>
    private const int MostBoxes = 40;

    /// <summary>Letters of the name that fit into a box.</summary>
    private const int MostLetters = 27;

    public sealed record Box(string Name, string Label, int X, int Y, string Region, bool Known, bool IsStart);

    public sealed record Line(int X1, int Y1, int X2, int Y2);

    public const int BoxWidth = 210;
    public const int BoxHeight = 36;

    private LineageDrawing(IReadOnlyList<Box> boxes, IReadOnlyList<Line> lines, int width, int height, bool complete) =>
        (Boxes, Lines, Width, Height, Complete) = (boxes, lines, width, height, complete);

    public IReadOnlyList<Box> Boxes { get; }

    public IReadOnlyList<Line> Lines { get; }

    public int Width { get; }

    public int Height { get; }

    public bool Complete { get; }

    public static LineageDrawing Of(ModelAnswer.Response model)
    {
        var steps = model.Lineage;
        var country = model.Publisher is [var publisher, ..] ? publisher.Country : Countries.Unknown;
        var depths = new Dictionary<string, (int Depth, bool Known, string Country)>(StringComparer.OrdinalIgnoreCase) { [model.Id] = (0, true, country) };
        foreach (var step in steps)
            if (depths.Count < MostBoxes) depths.TryAdd(step.To, (step.Depth, step.Known, step.Country));

        var boxes = new Dictionary<string, Box>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in depths.GroupBy(x => x.Value.Depth))
        {
            var y = 4;
            foreach (var (name, (depth, known, from)) in column)
            {
                boxes[name] = new Box(name, Shorten(name), 4 + (depth * ColumnWidth), y, Regions.Of(from), known, depth == 0);
                y += RowHeight;
            }
        }

        var lines = steps.Where(step => boxes.ContainsKey(step.From) && boxes.ContainsKey(step.To) && !string.Equals(step.From, step.To, StringComparison.OrdinalIgnoreCase))
            .Select(step => LineOf(boxes[step.From], boxes[step.To])).ToArray();
        return new LineageDrawing(
            [.. boxes.Values], lines, boxes.Values.Max(box => box.X) + BoxWidth + 4, boxes.Values.Max(box => box.Y) + BoxHeight + 4,
            steps.All(step => boxes.ContainsKey(step.To)));
    }

    private static Line LineOf(Box from, Box to) => new(from.X + BoxWidth, from.Y + (BoxHeight / 2), to.X, to.Y + (BoxHeight / 2));

    private static string Shorten(string name) => name.Length <= MostLetters ? name : name[..(MostLetters - 1)] + "…";
}
