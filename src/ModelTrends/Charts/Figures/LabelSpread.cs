namespace ModelTrends.Charts.Figures;

/// <summary>Moves labels apart so that none overlaps and none leaves the room, as little as possible.</summary>
public static class LabelSpread
{
    /// <param name="wanted">Where each label would stand, any order.</param>
    /// <returns>Where each may stand, in the order of <paramref name="wanted"/>; closer than <paramref name="height"/> only when the room is too small for all.</returns>
    public static double[] Apart(IReadOnlyList<double> wanted, double height, double top, double bottom)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ThenBy(i => i).ToArray();
        var step = wanted.Count > 1 ? Math.Min(height, (bottom - top) / (wanted.Count - 1)) : height;
        // Neighbours that would overlap become one block, which stands where its members on average want to be.
        var blocks = new List<(double Sum, int Count)>();
        foreach (var i in order)
        {
            blocks.Add((Math.Clamp(wanted[i], top, bottom), 1));
            while (blocks.Count > 1 && Start(blocks[^2]) + (blocks[^2].Count * step) > Start(blocks[^1]))
            {
                var (sum, count) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (blocks[^1].Sum + sum, blocks[^1].Count + count);
            }
        }

        var places = new double[wanted.Count];
        var next = 0;
        foreach (var block in blocks)
        {
            for (var k = 0; k < block.Count; k++)
                places[order[next++]] = Start(block) + (k * step);
        }

        return places;

        double Start((double Sum, int Count) block)
        {
            var extent = (block.Count - 1) * step;
            return Math.Clamp((block.Sum / block.Count) - (extent / 2), top, Math.Max(top, bottom - extent));
        }
    }
}
