using System.Text.RegularExpressions;
using CsCheck;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends;

namespace ModelTrends.Tests.Trends;

/// <summary>Search by name on the real archives, and the indexes it leans on.</summary>
public sealed class SearchTests(SampleDatabase sample) : IClassFixture<SampleDatabase>
{
    [Theory]
    [InlineData("Qwen/Qwen3.6-27B", "Qwen/Qwen3.6-27B")]
    [InlineData("qwen3.6-27b", "Qwen/Qwen3.6-27B")]
    [InlineData("deepsek-v4-pro", "deepseek-ai/DeepSeek-V4-Pro")]
    [InlineData("deepseek v4 pro", "deepseek-ai/DeepSeek-V4-Pro")]
    [InlineData("depseek v4 pro", "deepseek-ai/DeepSeek-V4-Pro")]
    [InlineData("Qwne3.6-27B", "Qwen/Qwen3.6-27B")]
    public async Task A_name_is_found_first_whole_in_part_with_a_slip_or_in_words(string asked, string expected)
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        var answer = await AskAsync(site, asked);

        answer.Models[0].ModelId.ShouldBe(expected);
    }

    [Theory]
    [InlineData("alibba", "alibaba")]
    [InlineData("Moonshot", "moonshot")]
    public async Task A_lab_is_found_despite_a_slip(string asked, string expected)
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        (await AskAsync(site, asked)).Labs.ShouldContain(lab => lab.Id == expected);
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("a_b")]
    [InlineData("back\\slash")]
    [InlineData("'; drop table model; --")]
    public async Task What_SQL_takes_for_signs_is_only_text(string asked)
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        var before = await sample.Database.DataSource.CreateCommand("select count(*) from model").ExecuteScalarAsync();
        (await AskAsync(site, asked)).Models.Count.ShouldBeInRange(0, 10);
        (await sample.Database.DataSource.CreateCommand("select count(*) from model").ExecuteScalarAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("%owner123456%", "%%r123456%%")] // own, wne, ner are everywhere, er1 is in many; the others share letters
    [InlineData("%zzzzqqq%", "%%zzzzqqq%%")]
    [InlineData("%own%er1%", "%%own%%%er1%%")] // nothing rare: each keeps what it has
    [InlineData("%owner%er1%", "%%own%%%er1%%")] // and a word the first of its rarest
    [InlineData("%owner-r12%", "%%own%-%r12%%")] // 2 in 100 are too many yet
    [InlineData("%owner%xyz%", "%%own%%%xyz%%")]
    [InlineData("%owner%r12xyz%", "%%%%%r12xyz%%")] // hardly anybody has both: no need to read who has own
    [InlineData("%abcowner-m9%", "%%abcow%-m9%")] // what is too short for a trigram stays at its edge
    [InlineData("%abcdownerxyz%", "%%abcdow%erxyz%%")]
    [InlineData("%100\\%\\_Own%", "%%100%\\%\\_%Own%%")]
    [InlineData("%q7%", "%q7%")]
    public void Common_parts_of_what_is_asked_are_not_looked_up(string pattern, string expected)
    {
        var shares = new Dictionary<string, float>(StringComparer.Ordinal) { ["own"] = 0.98f, ["wne"] = 0.98f, ["ner"] = 0.98f, ["er1"] = 0.2f, ["r12"] = 0.019f };

        RareParts.Of(pattern, shares).ShouldBe(expected);
    }

    /// <summary>Whatever is left open, a name that has what is asked for has what is looked up.</summary>
    [Fact]
    public void What_is_looked_up_leads_to_every_name_that_has_what_is_asked() =>
        Gen.Select(Gen.Char["abc1-"].Array[0, 12], Gen.Char["abc1-"].Array[1, 10], Gen.Char["abc1-"].Array[0, 6], Gen.Float[0, 0.05f].Array[64]).Sample((before, asked, after, given) =>
        {
            var trigrams = RareParts.Trigrams(new string(asked));
            var shares = trigrams.Select((trigram, i) => (trigram, given[i])).ToDictionary(x => x.trigram, x => x.Item2, StringComparer.Ordinal);
            var looked = Regex.Escape(RareParts.Of($"%{new string(asked)}%", shares)).Replace("%", ".*", StringComparison.Ordinal);

            return Regex.IsMatch(new string([.. before, .. asked, .. after]), $"^{looked}$", RegexOptions.None, TimeSpan.FromSeconds(10));
        });

    [Theory]
    [InlineData("qwen3-xyzzy7-instruct")]
    [InlineData("XYZZY7 gguf")]
    [InlineData("z_y-xy")]
    public async Task A_model_that_nobody_downloads_is_found_by_any_part_of_its_name(string asked)
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        await using (var add = sample.Database.DataSource.CreateCommand("""
            insert into model (id, name, namespace, base_names, base_hub_ids, first_seen, last_seen, state)
            values (2000000000, 'somebody/z_y-Xyz-Qwen3-xyzzy7-Instruct-GGUF', 'somebody', '{}', '{}', '2026-05-04', '2026-05-04', 'Listed') on conflict do nothing;
            analyze model
            """))
            await add.ExecuteNonQueryAsync();

        (await AskAsync(site, asked)).Models.ShouldHaveSingleItem().ModelId.ShouldBe("somebody/z_y-Xyz-Qwen3-xyzzy7-Instruct-GGUF");
    }

    [Fact]
    public async Task How_common_a_trigram_is_is_known_once_the_models_were_looked_at()
    {
        await using var command = sample.Database.DataSource.CreateCommand("analyze model; " + ModelTrends.Data.SqlFile.Read<SearchQuery>("search-trigrams.sql").Replace("@trigrams", "array['gen', 'qwe', 'qzx']", StringComparison.Ordinal));
        await using var reader = await command.ExecuteReaderAsync();
        var shares = new Dictionary<string, float>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) shares[reader.GetString(0)] = reader.GetFloat(1);

        shares["qwe"].ShouldBeInRange(0.01f, 0.9f);
        shares.ShouldNotContainKey("qzx");
    }

    /// <summary>On a table too small for an index to pay the planner would read it whole; forbidden that, it shows which indexes fit the question.</summary>
    [Theory]
    [InlineData("popular_model where name_lower like '%qwen%'", "ix_popular_model_name")]
    [InlineData("popular_word where left(word, 1) = 'd' and length(word) between 6 and 8", "ix_popular_word_beginning")]
    [InlineData("popular_word where word % 'deepsek'", "ix_popular_word_trigrams")]
    [InlineData("popular_word where word like '%deeps%'", "ix_popular_word_trigrams")]
    [InlineData("model where lower(name) like 'qwen/%'", "ix_model_name_prefix")]
    [InlineData("model where lower(split_part(name, '/', 2)) like 'qwen3%'", "ix_model_repository_prefix")]
    [InlineData("model where name ilike '%qwen%'", "ix_model_name_trgm")]
    public async Task Every_way_of_looking_has_its_index(string from, string index)
    {
        await using var connection = await sample.Database.DataSource.OpenConnectionAsync();
        await using (var off = new Npgsql.NpgsqlCommand("set enable_seqscan = off; set enable_indexscan = off; set enable_indexonlyscan = off", connection))
            await off.ExecuteNonQueryAsync();
        await using var command = new Npgsql.NpgsqlCommand($"explain select 1 from {from}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(0));

        string.Join('\n', plan).ShouldContain(index);
    }

    [Fact]
    public async Task The_list_of_popular_models_is_the_same_when_it_is_made_twice()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        await using var scope = site.Services.CreateAsyncScope();
        var step = scope.ServiceProvider.GetServices<IAfterObservation>().OfType<RefreshPopularModels>().Single();
        var before = await RowsAsync();

        await step.RunAsync(new ObservationChange(1, new DateOnly(2026, 5, 4), new DateOnly(2026, 5, 4)), CancellationToken.None);

        (await RowsAsync()).ShouldBe(before);
        before.Count.ShouldBeGreaterThan(1000);
    }

    private static async Task<SearchQuery.Response> AskAsync(TestSite site, string text) => await site.Services.GetRequiredService<SearchQuery>().HandleAsync(new SearchQuery.Query(text, 10));

    private async Task<List<string>> RowsAsync()
    {
        var rows = new List<string>();
        await using var command = sample.Database.DataSource.CreateCommand("select model_id || ' ' || name || ' ' || downloads from popular_model order by model_id");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
