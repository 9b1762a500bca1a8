using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ModelTrends.Archive.Reading;

/// <summary>Reads and parses a file on one core while the rows before are written on another.</summary>
public static class ParsedRows
{
    /// <summary>Handing over costs as much as parsing a row; a few hundred at a time make it nothing.</summary>
    private const int BatchRows = 500;

    /// <summary>Some megabytes of rows: enough for a writer that now and then waits for the disk.</summary>
    private const int BatchesAhead = 8;

    /// <param name="Row">Null when there is a fault.</param>
    public sealed record Parsed(long Number, ArchiveRow? Row, string? Fault);

    /// <param name="day">The day of rows that have none.</param>
    public static async IAsyncEnumerable<Parsed> ReadAsync(ArchiveFile file, DateOnly? day, ISet<string> ignored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<List<Parsed>>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => FillAsync(file, day, ignored, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
                foreach (var row in batch)
                    yield return row;
        }
        finally
        {
            // Whoever reads may stop early, at a row that contradicts the request: nothing may hold the file open then.
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task FillAsync(ArchiveFile file, DateOnly? day, ISet<string> ignored, ChannelWriter<List<Parsed>> batches, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            var batch = new List<Parsed>(BatchRows);
            await foreach (var record in file.ReadAsync(ignored, cancellationToken))
            {
                var (row, reason) = record.Fault is { } broken ? (null, broken) : RowParser.Parse(record.Cells, day);
                batch.Add(new Parsed(record.Number, row, reason));
                if (batch.Count < BatchRows) continue;
                await batches.WriteAsync(batch, cancellationToken);
                batch = new List<Parsed>(BatchRows);
            }

            await batches.WriteAsync(batch, cancellationToken);
        }
#pragma warning disable CA1031 // Every fault goes to who reads the rows.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
        }

        batches.Complete(fault);
    }
}
