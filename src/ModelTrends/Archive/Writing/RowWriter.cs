using ModelTrends.Archive.Matching;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Archive.Writing;

/// <summary>
/// Writes each row of a file to one of two places: a row that only confirms a known model on a new day is an observation at once, all others go
/// to the stage, where the database finds out what they say. Whatever goes there takes the later rows of its model with it.
/// </summary>
/// <param name="connection">In the transaction that stores the file; free again after <see cref="CompleteAsync"/>.</param>
/// <param name="known">Null: all rows go to the stage.</param>
/// <param name="days">Days that may be written to at once.</param>
/// <param name="rows">Empty, and large: files share it.</param>
/// <param name="spare">Another such.</param>
public sealed class RowWriter(NpgsqlConnection connection, KnownModels? known, NewDays days, ObservedRows rows, ObservedRows spare) : IAsyncDisposable
{
    private readonly CopyQueue _queue = new(connection);
    // Of each kind one is collected while the other is written.
    private (StageRows Rows, StageRows Spare) _stage = (new(), new());
    private (ObservedRows Rows, ObservedRows Spare) _observed = (rows, spare);

    public bool IsMatched => known is not null;

    /// <summary>Rows that are observations now.</summary>
    public long Observed { get; private set; }

    /// <summary>Rows that went to the stage.</summary>
    public long Left { get; private set; }

    /// <param name="number">The row's place in the file.</param>
    /// <param name="row">Is without fault.</param>
    /// <param name="cancellationToken">Leaves the transaction to be rolled back.</param>
    public async ValueTask WriteAsync(long number, ArchiveRow row, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            await LeaveAsync(number, row, cancellationToken);
            return;
        }

        var day = days.IsUnknown(row.Day) ? await AskAsync(row.Day, cancellationToken) : days.Find(row.Day);
        var place = known.Find(row);
        if (place >= 0 && day?.Has(known.Id(place)) == true)
            return; // The same model twice on one day: the first row counts.
        if (place >= 0 && day is not null && known.IsConfirmed(place, row))
        {
            await ObserveAsync(day, place, row, cancellationToken);
            return;
        }

        if (place >= 0)
            known.Leave(place);
        await LeaveAsync(number, row, cancellationToken);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _queue.AddAsync(_observed.Rows.WriteAsync, cancellationToken);
        await _queue.AddAsync(_stage.Rows.WriteAsync, cancellationToken);
        if (known is not null)
            await _queue.AddAsync((_, token) => WriteOlderAsync(known, token), cancellationToken);
        await _queue.CompleteAsync();
    }

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task<NewDay?> AskAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await _queue.CompleteAsync();
        return await days.OpenAsync(day, cancellationToken);
    }

    private async ValueTask ObserveAsync(NewDay day, int place, ArchiveRow row, CancellationToken cancellationToken)
    {
        var modelId = known!.Id(place);
        day.Add(modelId);
        known.See(place, row.Day);
        Observed++;
        _observed.Rows.Add(day.SetId, modelId, row);
        if (!_observed.Rows.IsFull)
            return;
        await _queue.AddAsync(_observed.Rows.WriteAsync, cancellationToken);
        _observed = (_observed.Spare, _observed.Rows);
    }

    private async ValueTask LeaveAsync(long number, ArchiveRow row, CancellationToken cancellationToken)
    {
        Left++;
        _stage.Rows.Add(number, row);
        if (!_stage.Rows.IsFull)
            return;
        await _queue.AddAsync(_stage.Rows.WriteAsync, cancellationToken);
        _stage = (_stage.Spare, _stage.Rows);
    }

    private async Task WriteOlderAsync(KnownModels models, CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync("copy older_seen from stdin (format binary)", cancellationToken);
        foreach (var (modelId, firstSeen) in models.TakeOlder())
        {
            importer.StartRow();
            importer.Write(modelId, NpgsqlDbType.Integer);
            importer.Write(firstSeen, NpgsqlDbType.Date);
        }

        await importer.CompleteAsync(cancellationToken);
    }
}
