using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Archive;

public sealed class ImportIdentityTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ImportFixture _import = new(database);

    [Fact]
    public async Task Rows_with_and_without_id_under_one_name_are_one_model_in_a_file()
    {
        var file = await _import.RowsAsync("mixed.csv",
            "2026-01-01,,Mix/A,1", "2026-01-02,650000000000000000000001,Mix/A,2", "2026-01-03,,mix/a,3");

        (await _import.ImportAsync("mixed", file)).Added.ShouldBe(3);

        (await _import.AskAsync("select count(*) || ' ' || min(hub_id) from model where lower(name) = 'mix/a'")).ShouldBe("1 650000000000000000000001");
        (await _import.AskAsync("select count(distinct o.model_id) from observation o join model m on m.id = o.model_id where lower(m.name) = 'mix/a'")).ShouldBe("1");
    }

    [Theory]
    [InlineData("first-named", "", "650000000000000000000002")]
    [InlineData("first-known", "650000000000000000000003", "")]
    public async Task Rows_with_and_without_id_under_one_name_are_one_model_across_files(string name, string firstId, string secondId)
    {
        await _import.ImportAsync(name, await _import.RowsAsync(name + "-1.csv", $"2026-01-01,{firstId},Across/{name},1"));
        await _import.ImportAsync(name, await _import.RowsAsync(name + "-2.csv", $"2026-01-02,{secondId},across/{name},2"));

        (await _import.AskAsync($"select count(*) || ' ' || min(hub_id) from model where lower(name) = 'across/{name}'")).ShouldBe("1 " + firstId + secondId);
    }

    [Fact]
    public async Task The_same_day_with_and_without_id_counts_once_by_its_first_row()
    {
        var report = await _import.ImportAsync("sameday", await _import.RowsAsync("sameday.csv", "2026-01-01,,Same/Day,10", "2026-01-01,650000000000000000000004,Same/Day,99"));

        (report.Added, report.Duplicates).ShouldBe((1, 1));
        (await _import.AskAsync("select sum(o.downloads_30d) from observation o join model m on m.id = o.model_id where m.name = 'Same/Day'")).ShouldBe("10");
    }

    [Fact]
    public async Task Another_id_under_the_same_name_is_another_model()
    {
        await _import.ImportAsync("reborn", await _import.RowsAsync("reborn.csv", "2026-01-01,650000000000000000000005,Re/Born,1", "2026-01-05,650000000000000000000006,Re/Born,2"));

        (await _import.AskAsync("select count(*) from model where name = 'Re/Born'")).ShouldBe("2");
    }

    [Fact]
    public async Task A_rename_of_a_model_known_by_id_goes_on_under_the_new_name_and_is_recorded()
    {
        await _import.ImportAsync("rename", await _import.RowsAsync("rename-1.csv", "2026-01-01,650000000000000000000007,THUDM/glm,1", "2026-01-02,650000000000000000000007,THUDM/glm,2"));
        await _import.ImportAsync("rename", await _import.RowsAsync("rename-2.csv", "2026-01-03,650000000000000000000007,zai-org/glm,3"));
        // An archive without ids that still uses the old name speaks of the same model and does not rename it back.
        await _import.ImportAsync("rename-old", await _import.RowsAsync("rename-3.csv", "2026-01-04,,THUDM/glm,4"));

        (await _import.AskAsync("select string_agg(name || ' ' || namespace, ',') from model where hub_id = '650000000000000000000007'")).ShouldBe("zai-org/glm zai-org");
        (await _import.AskAsync("""
            select string_agg(n.name || ' ' || n.first_seen || ' ' || n.last_seen, ', ' order by n.first_seen, n.name)
            from model_name n join model m on m.id = n.model_id where m.hub_id = '650000000000000000000007'
            """)).ShouldBe("THUDM/glm 2026-01-01 2026-01-04, zai-org/glm 2026-01-03 2026-01-03");
        (await _import.AskAsync("select count(*) from observation o join model m on m.id = o.model_id where m.hub_id = '650000000000000000000007'")).ShouldBe("4");
    }

    [Fact]
    public async Task An_older_file_with_the_old_name_adds_it_to_the_history_and_does_not_rename()
    {
        await _import.ImportAsync("older", await _import.RowsAsync("older-1.csv", "2026-02-01,650000000000000000000008,New/Name,1"));
        await _import.ImportAsync("older", await _import.RowsAsync("older-2.csv", "2026-01-01,650000000000000000000008,Old/Name,1"));

        (await _import.AskAsync("select name || ' ' || first_seen || ' ' || last_seen from model where hub_id = '650000000000000000000008'")).ShouldBe("New/Name 2026-01-01 2026-02-01");
        (await _import.AskAsync("select count(*) from model_name n join model m on m.id = n.model_id where m.hub_id = '650000000000000000000008'")).ShouldBe("2");
    }

    [Fact]
    public async Task What_a_file_only_confirms_is_not_written_to_the_model_and_still_decides_who_is_right()
    {
        await _import.ImportAsync("confirm", await _import.RowsAsync("confirm-1.csv",
            "2026-01-01,650000000000000000000009,First/Name,1", "2026-01-01,650000000000000000000010,gpt2,1"));
        // Ten days later both are there again, as they were.
        var report = await _import.ImportAsync("confirm", await _import.RowsAsync("confirm-2.csv",
            "2026-01-11,650000000000000000000009,First/Name,2", "2026-01-11,650000000000000000000009,First/Name,3", "2026-01-11,650000000000000000000010,gpt2,2"));
        (report.Added, report.Duplicates).ShouldBe((2, 1));
        (await _import.AskAsync("select string_agg(namespace || ' ' || last_seen, ', ' order by name) from model where hub_id in ('650000000000000000000009', '650000000000000000000010')")).ShouldBe("first 2026-01-01,  2026-01-01");

        // A file of a day between cannot rename it: on the eleventh it still bore the first name.
        await _import.ImportAsync("confirm", await _import.RowsAsync("confirm-3.csv", "2026-01-05,650000000000000000000009,Other/Name,9"));
        (await _import.AskAsync("select name from model where hub_id = '650000000000000000000009'")).ShouldBe("First/Name");

        // A later one does, and the first name ends on the last day it was seen.
        await _import.ImportAsync("confirm", await _import.RowsAsync("confirm-4.csv", "2026-01-20,650000000000000000000009,Last/Name,9"));
        (await _import.AskAsync("select name from model where hub_id = '650000000000000000000009'")).ShouldBe("Last/Name");
        (await _import.AskAsync("""
            select string_agg(n.name || ' ' || n.first_seen || ' ' || n.last_seen, ', ' order by n.first_seen)
            from model_name n join model m on m.id = n.model_id where m.hub_id = '650000000000000000000009'
            """)).ShouldBe("First/Name 2026-01-01 2026-01-11, Other/Name 2026-01-05 2026-01-05, Last/Name 2026-01-20 2026-01-20");
    }

    [Fact]
    public async Task An_older_file_that_tells_only_counts_moves_the_beginning_of_a_model_and_of_its_only_name()
    {
        await _import.ImportAsync("older", await _import.RowsAsync("older-1.csv", "2026-02-10,650000000000000000000011,Old/Known,1", "2026-02-10,,Old/ByName,1"));
        var report = await _import.ImportAsync("older", await _import.RowsAsync("older-2.csv",
            "2026-02-03,650000000000000000000011,Old/Known,1", "2026-02-02,650000000000000000000011,Old/Known,1", "2026-02-05,,Old/ByName,1"));
        report.Added.ShouldBe(3);
        (await _import.AskAsync("""
            select string_agg(n.name || ' ' || m.first_seen || ' ' || n.first_seen || ' ' || n.last_seen, ', ' order by n.name)
            from model_name n join model m on m.id = n.model_id where m.namespace = 'old'
            """)).ShouldBe("Old/ByName 2026-02-05 2026-02-05 2026-02-10, Old/Known 2026-02-02 2026-02-02 2026-02-10");
    }

    [Fact]
    public async Task Files_of_one_import_follow_each_other_although_the_next_is_read_while_one_is_stored()
    {
        string[] days = ["2026-03-01,650000000000000000000012,Next/One,1", "2026-03-02,650000000000000000000012,Next/Two,2", "2026-03-03,650000000000000000000012,Next/Three,3"];
        var files = await Task.WhenAll(days.Select((row, i) => _import.RowsAsync($"next-{i}.csv", row, $"{row[..10]},,,no name")));
        var report = await _import.ImportAsync("next", files);
        (report.Read, report.Added, report.Faulty).ShouldBe((6, 3, 3));
        report.Faults.Select(fault => fault.File).ShouldBe(["next-0.csv", "next-1.csv", "next-2.csv"]);
        (await _import.AskAsync("""
            select m.name || ': ' || string_agg(n.name || ' ' || n.first_seen || ' ' || n.last_seen, ', ' order by n.first_seen)
            from model_name n join model m on m.id = n.model_id where m.hub_id = '650000000000000000000012' group by m.name
            """)).ShouldBe("Next/Three: Next/One 2026-03-01 2026-03-01, Next/Two 2026-03-02 2026-03-02, Next/Three 2026-03-03 2026-03-03");
    }

    public void Dispose() => _import.Dispose();
}
