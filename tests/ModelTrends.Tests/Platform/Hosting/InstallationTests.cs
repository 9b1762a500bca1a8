using Microsoft.Extensions.Configuration;
using ModelTrends.Platform;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Tests.Platform.Hosting;

/// <summary>The data folder and the database know each other.</summary>
public sealed class InstallationTests(PostgresServer postgres) : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "mt-known-" + Guid.NewGuid().ToString("n")[..8]);

    [Fact]
    public async Task An_empty_database_behind_a_folder_that_remembers_one_is_refused_and_left_empty()
    {
        await MigrateAsync(await postgres.CreateDatabaseAsync());
        var remembered = (await File.ReadAllTextAsync(IdFile)).Trim();
        var empty = await EmptyAsync();

        var refused = await Should.ThrowAsync<StartupException>(() => MigrateAsync(empty));

        refused.Message.ShouldContain(remembered);
        refused.Message.ShouldContain(_folder);
        refused.Message.ShouldContain("is empty");
        (await AskAsync(empty, "select count(*)::int from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")).ShouldBe(0);

        // A word that names another database allows nothing; the right one does, and is of no use a second time.
        await Should.ThrowAsync<StartupException>(() => MigrateAsync(empty, forget: Guid.NewGuid().ToString()));
        await MigrateAsync(empty, forget: remembered);
        Guid.Parse((await File.ReadAllTextAsync(IdFile)).Trim()).ShouldNotBe(Guid.Parse(remembered));
        await Should.ThrowAsync<StartupException>(async () => await MigrateAsync(await EmptyAsync(), forget: remembered));
    }

    [Fact]
    public async Task Another_installations_database_is_refused()
    {
        await MigrateAsync(await postgres.CreateDatabaseAsync());
        var other = await postgres.CreateDatabaseAsync();
        await AskAsync(other, "update installation set id = '11111111-2222-3333-4444-555555555555'");

        (await Should.ThrowAsync<StartupException>(() => MigrateAsync(other))).Message.ShouldContain("is another: 11111111-2222-3333-4444-555555555555");

        await AskAsync(other, "drop table installation");
        (await Should.ThrowAsync<StartupException>(() => MigrateAsync(other))).Message.ShouldContain("does not know this folder");
    }

    [Fact]
    public async Task A_new_folder_learns_a_database_and_a_database_without_identity_gets_one()
    {
        var database = await postgres.CreateDatabaseAsync();
        await AskAsync(database, "drop table installation");

        await MigrateAsync(database);

        (await File.ReadAllTextAsync(IdFile)).Trim().ShouldBe((await AskAsync(database, "select id::text from installation"))!.ToString());
        File.Delete(IdFile);
        await MigrateAsync(database);
        (await File.ReadAllTextAsync(IdFile)).Trim().ShouldBe((await AskAsync(database, "select id::text from installation"))!.ToString());
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        var database = await postgres.CreateDatabaseAsync();
        await AskAsync(database, "insert into \"__EFMigrationsHistory\" values ('29990101000000_FromTheFuture', '99.0')");

        var refused = await Should.ThrowAsync<StartupException>(() => MigrateAsync(database));

        refused.Message.ShouldContain("newer");
        refused.Message.ShouldContain("29990101000000_FromTheFuture");
        File.Exists(IdFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_private_cluster_that_is_gone_is_not_made_anew_without_a_word()
    {
        await MigrateAsync(await postgres.CreateDatabaseAsync());
        var remembered = (await File.ReadAllTextAsync(IdFile)).Trim();
        var configuration = new ConfigurationManager { ["ModelTrends:DataFolder"] = _folder };

        var refused = await Should.ThrowAsync<StartupException>(() => DatabaseServer.EnsureAsync(configuration, joinRunning: false, CancellationToken.None));

        refused.Message.ShouldContain("Database__Forget=" + remembered);
        Directory.Exists(Path.Combine(_folder, "postgres")).ShouldBeFalse();
        configuration["Database:Forget"] = remembered;
        await using var made = await DatabaseServer.EnsureAsync(configuration, joinRunning: false, CancellationToken.None);
        (await AskAsync(made!.ConnectionString, "select 1")).ShouldBe(1);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private string IdFile => Path.Combine(_folder, Installation.FileName);

    private async Task<string> EmptyAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        await AskAsync(database, "drop schema public cascade; drop schema hangfire cascade; create schema public");
        return database;
    }

    private async Task MigrateAsync(string connectionString, string? forget = null)
    {
        await using var instance = await AppHost.CreateAsync(Roles.None, configure: builder =>
        {
            builder.Configuration[DatabaseServer.Setting] = connectionString;
            builder.Configuration["ModelTrends:DataFolder"] = _folder;
            builder.Configuration["Database:Forget"] = forget;
        });
        await instance.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
    }

    private static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
