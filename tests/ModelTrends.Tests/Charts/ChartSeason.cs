using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;
using ModelTrends.Tests.Trends;

namespace ModelTrends.Tests.Charts;

/// <summary>
/// A season of daily polls that has everything a picture must cope with: long names, a lab nobody knows, derivatives of derivatives, a stall, a
/// set that grows by half, a last week that has only begun.
/// </summary>
public sealed class ChartSeason(PostgresServer server) : IAsyncLifetime
{
    public const int Days = 108;
    private const int Base = 16;
    public static readonly DateOnly First = new(2026, 8, 3);
    private static readonly (string Country, string Lab, string? Family)[] Makers =
        [("CN", "alibaba", "qwen"), ("US", "meta", "llama"), ("CN", "deepseek", "deepseek"), ("US", "google", "gemma"), ("FR", "mistral", "mistral"), ("unknown", "unknown", null), ("individual", "0bserverx", null), ("KR", "upstage", null)];

    private TestSite? _site;

    public TestDatabase Database { get; } = new(server);

    /// <summary>One for all questions: the season does not change.</summary>
    public TestSite Site => _site ?? throw new InvalidOperationException("The fixture is not initialised.");

    public static DateOnly Last => First.AddDays(Days - 1);

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        var seed = new Seed(Database);
        var source = await seed.SourceAsync("hub");
        await seed.ModelsAsync([.. Enumerable.Range(1, 40).Select(Model)]);
        await seed.ExecuteAsync("update model set base_names = array['o1/a-model-with-quite-a-long-name-1'], base_relation = 'finetune' where id between 17 and 28; update model set base_names = array[(select name from model where id = 17)], base_relation = 'quantized' where id between 29 and 32");
        await seed.ExecuteAsync("update attribution set root_name = 'o1/a-model-with-quite-a-long-name-1', root_model_id = 1, depth = case when model_id > 28 then 2 else 1 end, lab_id = 'alibaba', country = 'CN', family_id = 'qwen' where lens = 0 and model_id between 17 and 32");
        await seed.ExecuteAsync("update attribution set root_name = (select name from model where id = model_id) where root_name = 'root'");
        for (var day = 0; day < Days; day++)
        {
            var seen = day == 30 ? 29 : day;
            await seed.SetAsync(source, First.AddDays(day), [.. Enumerable.Range(1, 40).Where(id => day >= 50 || id <= 26).Select(id => Seen(id, seen, day))]);
        }

        _site = await TestSite.StartAsync(Database, builder => builder.Configuration["Site:PublicUrl"] = "https://modeltrends.example");
        await Seed.DeriveAsync(_site, source, First, Last);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static Seed.SeenModel Model(int id)
    {
        var (country, lab, family) = Makers[(id - 1) % Makers.Length];
        return new Seed.SeenModel(id, $"o{id}/a-model-with-quite-a-long-name-{id}", country, lab, family, Relation: id > Base ? "finetune" : null, Parameters: 7_000_000_000, Created: First.AddDays(id > 30 ? 30 + id : id % 20));
    }

    private static Seed.Seen Seen(int id, int seen, int day)
    {
        // Families pass each other: the odd ones gain by the day.
        var rate = (id * 700) + (id % 2 == 1 ? 40 * seen : 0);
        return new Seed.Seen(id, Downloads30d: 30L * rate, AllTime: (long)rate * (seen + 1), Likes: id + seen, Rank: ((id * 7) + day) % 40 + 1);
    }
}
