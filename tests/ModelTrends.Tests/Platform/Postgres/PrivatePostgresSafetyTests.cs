using System.Globalization;
using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Tests.Platform.Postgres;

/// <summary>Who may come to the private server, and what they may do there.</summary>
public sealed class PrivatePostgresSafetyTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly PrivateServer _place = new();

    [Fact]
    public async Task Nobody_else_on_the_machine_gets_to_the_data_the_socket_or_the_passwords()
    {
        await using var server = await _place.StartAsync();

        foreach (var name in new[] { "", "postgres", "run", "run/.s.PGSQL.5432", "database.pass", "postgres/server.log" })
            (PrivateServer.ModeOf(Path.Combine(_place.Folder, name)) & Others).ShouldBe(UnixFileMode.None, $"{name} is open to others");
        (await PrivateServer.AskAsync(server.UpkeepConnectionString, "select string_agg(type || ' ' || auth_method, ',') from pg_hba_file_rules")).ShouldBe("local scram-sha-256");
        (await PrivateServer.AskAsync(server.UpkeepConnectionString, "show listen_addresses")).ShouldBe("");
    }

    [Fact]
    public async Task No_role_comes_in_without_its_password()
    {
        await using var server = await _place.StartAsync();

        foreach (var (connectionString, role) in new[] { (server.UpkeepConnectionString, "modeltrends"), (server.ConnectionString, "modeltrends_app"), (server.MigrationConnectionString, "modeltrends_migrate"), (server.ReaderConnectionString, "modeltrends_read") })
        {
            (await PrivateServer.AskAsync(connectionString, "select current_user::text")).ShouldBe(role);
            var guessed = new NpgsqlConnectionStringBuilder(connectionString) { Password = "modeltrends" }.ConnectionString;
            (await Should.ThrowAsync<PostgresException>(() => PrivateServer.AskAsync(guessed, "select 1"))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        }
    }

    [Theory]
    [InlineData("copy (select 1) to program 'id'")]
    [InlineData("copy (select 1) to '/written-by-the-server'")]
    [InlineData("select pg_read_file('postgresql.conf')")]
    [InlineData("create role other superuser")]
    [InlineData("create database other")]
    [InlineData("alter system set fsync = off")]
    [InlineData("create extension pg_trgm")]
    public async Task The_application_may_do_nothing_outside_of_its_tables(string statement)
    {
        await using var server = await _place.StartAsync();

        var refused = await Should.ThrowAsync<PostgresException>(() => PrivateServer.AskAsync(server.ConnectionString, statement));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_server_runs_without_rights_where_root_starts_it()
    {
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux()) Assert.Skip("Only root has rights to give up.");
        await using var server = await _place.StartAsync();

        var written = (string)(await PrivateServer.AskAsync(server.UpkeepConnectionString, "create temporary table told(line text); copy told from program 'id -u'; select line from told"))!;

        int.Parse(written, CultureInfo.InvariantCulture).ShouldNotBe(0);
    }

    [Fact]
    public async Task An_installation_that_let_everybody_in_is_closed_at_the_next_start_and_keeps_its_data()
    {
        await MakeTrustingAsync();

        await using var server = await _place.StartAsync();

        (await PrivateServer.AskAsync(server.ConnectionString, "select answer from kept")).ShouldBe(42);
        (await PrivateServer.AskAsync(server.ConnectionString, "select twice(21)")).ShouldBe(42);
        // The tables are its own now: it makes months and looks after indexes.
        (await PrivateServer.AskAsync(server.ConnectionString, "alter table kept add column more integer; insert into numbered default values returning id")).ShouldBe(2);
        (await PrivateServer.AskAsync(server.MigrationConnectionString, "alter table jobs.job add column more integer; select 1")).ShouldBe(1);
        (await PrivateServer.AskAsync(server.UpkeepConnectionString, "select count(*)::int from pg_class c join pg_roles r on r.oid = c.relowner where r.rolsuper and c.relnamespace in ('public'::regnamespace, 'jobs'::regnamespace) and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')")).ShouldBe(0);
        (await PrivateServer.AskAsync(server.UpkeepConnectionString, "select auth_method from pg_hba_file_rules")).ShouldBe("scram-sha-256");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*:*:*:modeltrends:a\n*:*:*:modeltrends_app:b\n*:*:*:modeltrends_migrate:c\n*:*:*:modeltrends_read:d\n")]
    public async Task A_file_of_passwords_that_is_lost_or_an_older_one_is_made_anew(string? text)
    {
        await using (var first = await _place.StartAsync())
            await PrivateServer.AskAsync(first.ConnectionString, "create table kept as select 42 as answer");
        var file = Path.Combine(_place.Folder, "database.pass");
        if (text is null) File.Delete(file);
        else await File.WriteAllTextAsync(file, text);

        await using var second = await _place.StartAsync();

        (await PrivateServer.AskAsync(second.ConnectionString, "select answer from kept")).ShouldBe(42);
        (await File.ReadAllTextAsync(file)).ShouldContain($"*:*:*:modeltrends_app:{new NpgsqlConnectionStringBuilder(second.ConnectionString).Password}\n");
    }

    [Fact]
    public async Task A_folder_shared_with_others_keeps_its_mode_and_ours_in_it_are_closed()
    {
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(_place.Folder);
        await File.WriteAllTextAsync(Path.Combine(_place.Folder, "somebody-elses.txt"), "");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_place.Folder, Open);

        await using var server = await _place.StartAsync();

        PrivateServer.ModeOf(_place.Folder).ShouldBe(Open);
        (PrivateServer.ModeOf(Path.Combine(_place.Folder, "run")) & Others).ShouldBe(UnixFileMode.None);
    }

    public void Dispose() => _place.Dispose();

    /// <summary>As the first versions left it: one role, superuser, and everybody trusted.</summary>
    private async Task MakeTrustingAsync()
    {
        await using (await _place.StartAsync())
        {
        }

        var (folder, binaries) = (new DataFolder(_place.Folder), PostgresBinaries.FindFor(_place.Cluster));
        Directory.Delete(_place.Cluster, recursive: true);
        File.Delete(folder.In("database.pass"));
        var account = PostgresAccount.Choose(binaries, folder);
        var process = new PostgresProcess(binaries, folder, account);
        await process.InitialiseAsync(CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_place.Cluster, "pg_hba.conf"), "local all all trust\nhost all all 127.0.0.1/32 trust\n");
        await process.StartAsync(SocketFolder.Make(folder), CancellationToken.None);
        var trusting = $"Host={folder.In("run")};Username=modeltrends;Database=";
        await PrivateServer.AskAsync(trusting + "postgres", "create database modeltrends");
        await PrivateServer.AskAsync(trusting + "modeltrends", """
            create extension pg_trgm;
            create table kept as select 42 as answer;
            create table numbered (id integer generated always as identity primary key);
            insert into numbered default values;
            create schema jobs;
            create table jobs.job (id bigserial primary key);
            create view seen as select * from kept;
            create function twice(n integer) returns integer language sql as 'select 2 * n';
            create table by_day (day date) partition by range (day);
            create table by_day_1 partition of by_day for values from ('2026-01-01') to ('2026-02-01')
            """);
    }
}
