using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ModelTrends.Archive;

/// <summary>The real archives that ship with the program, loaded while the site already answers, when the database has no observations.</summary>
public sealed partial class BundledArchives(IServiceScopeFactory scopes, TimeProvider clock, ILogger<BundledArchives> logger) : BackgroundWork(clock, logger)
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Archive", "Bundled");

    public sealed class Entry
    {
        public string Name { get; set; } = "";
        public string Title { get; set; } = "";
        public string Licence { get; set; } = "";
        public string Credit { get; set; } = "";
        public string Url { get; set; } = "";
        public CoverageKind Coverage { get; set; }
        public string Note { get; set; } = "";

        public ImportRequest Request() => new(
            [Path.Combine(Folder, Name + ".csv.gz")], Name, Coverage: Coverage, Title: Title, Licence: Licence, Credit: Credit, Url: Url, CoverageNote: Note);
    }

    public static IReadOnlyList<Entry> Read() => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build()
        .Deserialize<List<Entry>>(File.ReadAllText(Path.Combine(Folder, "archives.yaml")));

    /// <summary>Loads what is missing. An archive that is there already costs one look.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await DeriveAsync(cancellationToken);
        foreach (var entry in Read())
        {
            await using var scope = scopes.CreateAsyncScope();
            var key = "archive:" + entry.Name;
            if (await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<ObservationSet>().AnyAsync(set => set.Source!.Key == key, cancellationToken))
                continue;
            var report = await scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(entry.Request(), cancellationToken);
            Loaded(Logger, entry.Name, report.Added, report.Faulty);
        }
    }

    /// <summary>What an earlier process stored and did not live to derive.</summary>
    private async Task DeriveAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeriveArchives>().RunAsync(null, cancellationToken);
    }

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            // Somebody's own observations come first: an archive is only for a house that is still empty of them.
            var own = await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<ObservationSet>()
                .AnyAsync(set => set.Scope != PollScope.Archive && set.State == SetState.Complete, stoppingToken);
            if (own)
            {
                await DeriveAsync(stoppingToken);
                return;
            }
        }

        await LoadAsync(stoppingToken);
    }

    [LoggerMessage(LogLevel.Information, "Archive {Archive} loaded: {Rows} observations, {Faulty} rows not taken")]
    private static partial void Loaded(ILogger logger, string archive, long rows, long faulty);
}
