using ModelTrends.Attribution.Ledger;
using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Tests.Platform;
using Microsoft.Extensions.Time.Testing;

namespace ModelTrends.Tests.Attribution.Ledger;

public sealed class LedgerUpdateTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_answer_is_recorded_once_and_changes_only_close_and_add()
    {
        var clock = new FakeTimeProvider(Start);
        await using var site = await TestSite.StartAsync(database, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await HubFixture.WriteAsync(site.Services);

        // Merge: two known roots and one base outside the observations, each a third.
        (await RowsAsync("select lab_id || ' ' || part_from || '-' || part_to || '/' || parts || ' ' || rule from attribution a join model m on m.id = a.model_id where m.name = 'nobody/merge' and lens = 0 and superseded_at is null order by part_from"))
            .ShouldBe(["meta 0-1/3 base-model", "unknown 1-2/3 missing-base", "alibaba 2-3/3 base-model"]);
        (await RowsAsync("select lab_id || ' ' || coalesce(family_id, '-') || ' ' || coalesce(generation, '-') from attribution a join model m on m.id = a.model_id where m.name = 'unsloth/Qwen3-8B-GGUF' and superseded_at is null order by lens"))
            .ShouldBe(["alibaba qwen Qwen3", "unsloth - -"]);
        (await RowsAsync("select lens || ' ' || sum(downloads_30d)::bigint || ' ' || sum(likes)::bigint || ' ' || sum(models)::bigint from attribution_total group by lens order by lens"))
            .ShouldBe(["0 2271 108 6", "1 2271 108 6"]);
        (await RowsAsync("select namespace || ' ' || models || ' ' || downloads_30d || ' ' || top_model from unknown_namespace order by downloads_30d desc"))
            .ShouldBe(["nobody 2 170 nobody/merge", "=evil 1 1 =evil/<b>x</b>"]);

        clock.Advance(TimeSpan.FromDays(1));
        var again = await UpdateAsync(site, Registry.Load());
        again.Models.ShouldBe(0);
        var before = await RowsAsync("select count(*) || ' ' || count(superseded_at) from attribution");

        var tag = new NamespaceOverride("nobody", "nobody-inc", "Nobody", LabKind.Company, "FR", "https://nobody.example.com", "Their own page", "admin", new DateOnly(2026, 11, 25));
        var change = await UpdateAsync(site, Registry.Load().With([tag]), compare: true);
        change.Models.ShouldBe(2);
        change.Moves.Select(move => $"{move.Lens} {move.Models} {move.Downloads30d}").ShouldBe(["Origin 2 170", "Publisher 2 170"]);
        change.Countries.Single(c => c is { Lens: Data.Tables.Lens.Publisher, Country: "FR" }).ShouldSatisfyAllConditions(c => c.Before.ShouldBe(0), c => c.After.ShouldBe(170));
        change.Countries.Single(c => c is { Lens: Data.Tables.Lens.Publisher, Country: "FR" }).ShouldSatisfyAllConditions(c => c.ModelsBefore.ShouldBe(0), c => c.ModelsAfter.ShouldBe(2));
        change.Labs!.Where(move => move.Lens == Data.Tables.Lens.Publisher).Select(move => $"{move.Before} -> {move.After} {move.Models} {move.Downloads30d}").ShouldBe(["unknown unknown -> nobody-inc FR 2 170"]);
        (await RowsAsync("select sum(downloads_30d)::bigint::text from attribution_total group by lens")).ShouldBe(["2271", "2271"]);

        // As known a day ago: exactly what stood then, the same number of rows, none of them rewritten.
        var asOf = Start.AddHours(1).ToString("O");
        (await RowsAsync($"select count(*) || ' ' || count(*) filter (where lab_id = 'nobody-inc') from attribution where recorded_at <= '{asOf}' and (superseded_at is null or superseded_at > '{asOf}')"))
            .ShouldBe([before[0].Split(' ')[0] + " 0"]);
        (await RowsAsync("select count(*)::text from attribution where superseded_at is null")).ShouldBe([before[0].Split(' ')[0]]);

        // As of now is the same as without a date.
        var now = clock.GetUtcNow().ToString("O");
        (await RowsAsync($"select string_agg(id::text, ',' order by id) from attribution where recorded_at <= '{now}' and (superseded_at is null or superseded_at > '{now}')"))
            .ShouldBe(await RowsAsync("select string_agg(id::text, ',' order by id) from attribution where superseded_at is null"));
    }

    [Fact]
    public async Task A_rehearsal_changes_nothing()
    {
        await using var site = await TestSite.StartAsync(database);
        var before = await RowsAsync("select count(*)::text from attribution");
        await using var scope = site.Services.CreateAsyncScope();
        var tag = new NamespaceOverride("unsloth", "unsloth-2", "Elsewhere", LabKind.Company, "FR", "https://nobody.example.com", "n", "admin", new DateOnly(2026, 11, 25));
        await scope.ServiceProvider.GetRequiredService<LedgerUpdate>().RunAsync(Registry.Load().With([tag]), compare: true, keep: false, CancellationToken.None);
        (await RowsAsync("select count(*)::text from attribution")).ShouldBe(before);
    }

    [Fact]
    public async Task Indexes_taken_away_for_the_first_filling_are_made_again_as_they_were()
    {
        const string Definitions = "select indexdef from pg_indexes where tablename = 'attribution' order by indexname";
        var before = await RowsAsync(Definitions);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var indexes = await SecondaryIndexes.DropAsync(connection, ["attribution"], [], 60, CancellationToken.None);
        await using (var left = new Npgsql.NpgsqlCommand("select count(*) from pg_indexes where tablename = 'attribution'", connection))
            ((long)(await left.ExecuteScalarAsync())!).ShouldBe(1, "the key stays");
        await indexes.MakeAsync(connection, CancellationToken.None);
        await transaction.CommitAsync();

        before.Length.ShouldBeGreaterThan(4);
        (await RowsAsync(Definitions)).ShouldBe(before);
    }

    private static async Task<LedgerChange> UpdateAsync(TestSite site, Registry registry, bool compare = false)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LedgerUpdate>().RunAsync(registry, compare, keep: true, CancellationToken.None);
    }

    private async Task<string[]> RowsAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return [.. rows];
    }
}
