using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ModelTrends.Tests.Platform;

public sealed class HealthTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_site_on_a_migrated_database_is_ready()
    {
        await using var site = await TestSite.StartAsync(database);

        var answer = await site.Client.GetFromJsonAsync<JsonObject>("/health/ready");

        answer!["state"]!.GetValue<string>().ShouldBe("Healthy");
    }
}

/// <summary>A class of its own, since it takes its database's history away.</summary>
public sealed class HealthWithoutTablesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_site_on_an_empty_database_names_what_is_missing()
    {
        await using (var drop = database.DataSource.CreateCommand("""delete from "__EFMigrationsHistory" """))
            await drop.ExecuteNonQueryAsync();
        await using var site = await TestSite.StartAsync(database);

        var answer = await site.Client.GetAsync("/health/ready");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("run 'migrate'");
    }
}
