using System.Diagnostics;
using System.Threading.Channels;
using Medallion.Threading.Postgres;
using Microsoft.Extensions.Options;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;
using Npgsql;

namespace ModelTrends.Snapshots;

/// <summary>
/// One poll: every page of the scope is stored with the place where the next begins, so that a killed poll goes on from there. The Hub is asked
/// for the next page while the last one is written. Twice on a day changes nothing.
/// </summary>
public sealed partial class PollModels(
    NpgsqlDataSource dataSource, PollSets sets, ScopePages pages, ConfirmMissing confirm, FollowPolls follow,
    IOptions<PollOptions> options, IOptions<HubOptions> hubOptions, TimeProvider clock, ILogger<PollModels> logger)
{
    /// <summary>Arbitrary, the scope is added; it only has to be the same for every process.</summary>
    private const long LockKey = 7_205_759_430;

    /// <summary>Pages fetched ahead: enough to bridge a slow commit, a few megabytes at most.</summary>
    private const int PagesAhead = 4;

    /// <param name="label">Another day than today for the observation; for stand-ins of the Hub only.</param>
    /// <param name="retryAfter">When the caller will try again after a failure; null if nobody will.</param>
    /// <exception cref="PollFailedException">The set is marked as failed, with the reason.</exception>
    public async Task<PollReport> RunAsync(PollScope scope, DateOnly? label, TimeSpan? retryAfter, IProgress<PollProgress>? progress, CancellationToken cancellationToken)
    {
        if (label is not null && hubOptions.Value.IsPublicHub)
            throw new ArgumentException($"The public Hub at {hubOptions.Value.BaseUrl.Host} knows only today: a day can be given for another Hub__BaseUrl alone.", nameof(label));
        await using var turn = await new PostgresDistributedLock(new PostgresAdvisoryLockKey(LockKey + (int)scope), dataSource).TryAcquireAsync(cancellationToken: cancellationToken);
        if (turn is null)
            return new PollReport(PollEnd.Busy, null);

        var opening = await sets.OpenAsync(scope, label ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), cancellationToken);
        if (opening.IsDone)
        {
            await follow.RunAsync(opening.Set.SourceId, cancellationToken);
            return new PollReport(PollEnd.AlreadyDone, opening.Set);
        }

        await ObserveOrFailAsync(opening, retryAfter, progress, cancellationToken);
        return await FollowUpAsync(opening, cancellationToken);
    }

    private async Task ObserveOrFailAsync(PollSets.Opening opening, TimeSpan? retryAfter, IProgress<PollProgress>? progress, CancellationToken cancellationToken)
    {
        var setId = opening.Set.Id;
        try
        {
            await ObserveAsync(opening, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await sets.FailAsync(setId, "Stopped before its end; the next attempt goes on from the last stored page.", clock.GetUtcNow(), refusedCursor: null, CancellationToken.None);
            throw;
        }
        catch (Exception exception)
        {
            var isCredentials = exception is HubCredentialsException;
            // A stored cursor that the Hub no longer takes would fail for ever.
            var refused = exception is HubException { IsRefusal: true } ? opening.Set.Cursor : null;
            var next = isCredentials ? null : clock.GetUtcNow() + retryAfter;
            await sets.FailAsync(setId, exception.Message, next, refused, CancellationToken.None);
            throw new PollFailedException(exception.Message, isCredentials, exception);
        }
    }

    private async Task ObserveAsync(PollSets.Opening opening, IProgress<PollProgress>? progress, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<HubPage>(new BoundedChannelOptions(PagesAhead) { SingleReader = true, SingleWriter = true });
        var fetching = FetchAsync(opening.Set, channel.Writer, both.Token);
        try
        {
            await StoreAsync(opening, channel.Reader, progress, cancellationToken);
        }
        finally
        {
            await both.CancelAsync();
            await fetching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What goes wrong here comes out at the reader's end.</summary>
    private async Task FetchAsync(ObservationSet set, ChannelWriter<HubPage> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in pages.ReadAsync(set.Scope, set.Cursor, cancellationToken))
                await writer.WriteAsync(page, cancellationToken);
            writer.Complete();
        }
        catch (Exception exception)
        {
            writer.Complete(exception);
        }
    }

    private async Task StoreAsync(PollSets.Opening opening, ChannelReader<HubPage> reader, IProgress<PollProgress>? progress, CancellationToken cancellationToken)
    {
        await using var writer = await PageWriter.OpenAsync(dataSource, opening.Set, clock, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var (models, stored, isAtEnd) = (0, 0, false);
        while (await reader.WaitToReadAsync(cancellationToken))
        {
            // What has come while the last pages were written goes into one transaction.
            var batch = new List<HubPage>(PagesAhead);
            while (batch.Count < PagesAhead && reader.TryRead(out var page))
                batch.Add(page);
            await writer.WriteAsync(batch, cancellationToken);
            LogFaults(opening.Set, batch);
            models += batch.Sum(page => page.Models.Count);
            stored += batch.Count;
            isAtEnd = batch[^1].NextCursor is null;
            progress?.Report(new PollProgress(opening.Set.Models + models, opening.Set.Pages + stored, models, Stopwatch.GetElapsedTime(started), opening.Expected, batch[^1].Quota, isAtEnd));
        }

        if (!isAtEnd)
            throw new HubException("The list ended without its last page.");
    }

    private async Task<PollReport> FollowUpAsync(PollSets.Opening opening, CancellationToken cancellationToken)
    {
        var set = await sets.FindAsync(opening.Set.Id, cancellationToken);
        await follow.RunAsync(set.SourceId, cancellationToken);
        // After the numbers: asking for the vanished one by one can take minutes of quota, and changes no count.
        var (gone, requests) = set is { Scope: PollScope.Hub, Quality: SetQuality.Good } ? await confirm.RunAsync(options.Value.MissingChecks, cancellationToken) : (0, 0);
        if (requests > 0)
            await sets.CountRequestsAsync(set.Id, requests, cancellationToken);
        set.Requests += requests;
        return new PollReport(PollEnd.Complete, set, opening.IsResumed, gone);
    }

    private void LogFaults(ObservationSet set, List<HubPage> batch)
    {
        foreach (var fault in batch.SelectMany(page => page.Faults))
            LogRow(logger, set.Id, fault.Id ?? "?", fault.Index, fault.Reason);
    }

    [LoggerMessage(LogLevel.Warning, "Set {SetId}: row {Row} of a page ({HubId}) is skipped: {Reason}")]
    private static partial void LogRow(ILogger logger, int setId, string hubId, int row, string reason);
}
