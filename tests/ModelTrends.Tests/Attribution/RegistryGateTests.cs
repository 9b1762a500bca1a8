using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Attribution;

/// <summary>A registry that breaks a rule, built into the program: the migrate step stops and nothing is half done.</summary>
public sealed class RegistryGateTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("- deepseek-ai", "- Qwen", "duplicate")]
    [InlineData("country: CN", "country: ZZ", "country")]
    [InlineData("kind: company", "kind: ministry", "kind")]
    public async Task A_faulty_registry_stops_migrate_before_the_schema_or_the_ledger_is_touched(string good, string bad, string rule)
    {
        await using var site = await TestSite.StartAsync(database);
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        var migrations = db.Database.GetMigrations().ToArray();
        await db.GetService<IMigrator>().MigrateAsync(migrations[^2]);
        var before = await StateAsync();
        try
        {
            var files = RegistryFile.Bundled().Select(file => file.Path == "labs/china/companies.yaml" ? file with { Text = ReplaceFirst(file.Text, good, bad) } : file).ToArray();
            await using var faulty = await AppHost.CreateAsync(Roles.None, configure: builder =>
            {
                builder.Configuration[DatabaseServer.Setting] = database.ConnectionString;
                builder.Configuration["ModelTrends:DataFolder"] = site.DataFolder;
                builder.Services.AddSingleton(new RegistryFiles(files));
            });
            var fault = await Should.ThrowAsync<StartupException>(() => faulty.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None));
            fault.Message.ShouldMatch($@"labs/china/companies\.yaml:\d+: {rule}: ");
            (await StateAsync()).ShouldBe(before);
        }
        finally
        {
            await db.Database.MigrateAsync();
        }
    }

    private static string ReplaceFirst(string text, string good, string bad)
    {
        var at = text.IndexOf(good, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        return text[..at] + bad + text[(at + good.Length)..];
    }

    /// <summary>The migrations that ran, the columns there are, and every row of ledger and versions.</summary>
    private async Task<string> StateAsync()
    {
        await using var command = database.DataSource.CreateCommand(
            """
            select (select string_agg(migration_id, ',' order by migration_id) from "__EFMigrationsHistory")
              || (select md5(string_agg(table_name || '.' || column_name, ',' order by table_name, column_name)) from information_schema.columns where table_schema = 'public')
              || (select count(*) || ' ' || coalesce(max(id), 0) from attribution) || ' ' || (select coalesce(string_agg(version, ',' order by id), '') from registry_version)
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
