using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Snapshots.Backfill;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots.Backfill;

/// <summary>The application with a database of its own, a simulated Hub and a data set with a history.</summary>
internal sealed class BackfillFixture : IAsyncDisposable
{
    public static readonly DateOnly First = new(2026, 8, 1);

    private BackfillFixture(DatasetFolder folder, PollFixture hub) => (Folder, Hub) = (folder, hub);

    public DatasetFolder Folder { get; }

    public PollFixture Hub { get; }

    public static async Task<BackfillFixture> StartAsync(PostgresServer postgres, DatasetFolder folder, params Fault[] faults) => new(
        folder, await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 1, DatasetsFolder = folder.Root, Faults = faults }, ("ModelTrends:DataFolder", Path.Combine(folder.Root, "data"))));

    public static BackfillOptions Options(string file = "models.parquet", int every = 1) =>
        new() { Dataset = DatasetFolder.Dataset, File = file, Source = "dump", Title = "A dump", From = First, EveryDays = every };

    public async Task<BackfillReport> RunAsync(BackfillOptions? options = null, IProgress<BackfillProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var services = Hub.App.Services.CreateAsyncScope();
        return await services.ServiceProvider.GetRequiredService<FetchArchive>().RunAsync(options ?? Options(), null, progress, cancellationToken);
    }

    public Task<List<BackfillRevision>> RowsAsync() => Hub.AskAsync(db => db.Set<BackfillRevision>().AsNoTracking().OrderBy(row => row.Day).ThenBy(row => row.File).ToListAsync());

    /// <summary>Days of the source with the models of their set and the flow of the day, in downloads.</summary>
    public Task<List<DayRow>> DaysAsync() => Hub.AskAsync(db => db.Database.SqlQuery<DayRow>($"""
        select d.day, d.models, d.flags, coalesce((select sum(f.downloads) from flow f where f.source_id = d.source_id and f.day = d.day), 0)::bigint / 1000000 as flow
        from trend_day d join source s on s.id = d.source_id where s.key = 'archive:dump' order by d.day
        """).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        Folder.Dispose();
    }

    internal sealed record DayRow(DateOnly Day, int Models, short Flags, long Flow);
}
