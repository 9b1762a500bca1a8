using System.Diagnostics;
using System.Globalization;
using ModelTrends.Platform;
using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Tests.Platform.Postgres;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "mt-pg-" + Guid.NewGuid().ToString("n")[..8]);

    [Fact]
    public async Task Data_is_kept_over_a_stop_and_a_second_start()
    {
        await using (var first = await StartAsync())
            await ExecuteAsync(first, "create table kept as select 42 as answer");

        await using var second = await StartAsync();

        (await ExecuteAsync(second, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_second_instance_on_the_same_folder_is_refused_and_told_who_runs()
    {
        await using var first = await StartAsync();

        var refused = await Should.ThrowAsync<StartupException>(StartAsync);

        refused.Message.ShouldContain(_folder);
        refused.Message.ShouldContain("ModelTrends__DataFolder");
        refused.Message.ShouldContain($"process {Environment.ProcessId}");
        (await ExecuteAsync(first, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_joins_the_server_that_runs_and_leaves_it_running()
    {
        await using var first = await StartAsync();
        await ExecuteAsync(first, "create table shared as select 7 as answer");

        await using (var command = await PrivatePostgres.StartAsync(_folder, joinRunning: true, CancellationToken.None))
            (await ExecuteAsync(command, "select answer from shared")).ShouldBe(7);

        (await ExecuteAsync(first, "select answer from shared")).ShouldBe(7);
    }

    [Fact]
    public async Task A_server_killed_without_warning_is_recovered_with_its_data()
    {
        var first = await StartAsync();
        await ExecuteAsync(first, "create table kept as select 42 as answer");
        using (var server = Process.GetProcessById(PidOfServer()))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
        NpgsqlConnection.ClearAllPools();
        await first.DisposeAsync();

        await using var second = await StartAsync();

        (await ExecuteAsync(second, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_pid_file_that_names_a_stranger_does_not_stop_the_start()
    {
        await using (await StartAsync())
        {
        }
        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "postmaster.pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");

        await using var second = await StartAsync();

        (await ExecuteAsync(second, "select 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("with blanks, commas; and 'quotes' \"of both kinds\"")]
    [InlineData("$HOME `id` $(id) \\n %s & | > *")]
    [InlineData("数据 डेटा данные")]
    [InlineData("ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee/ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff/ggg")]
    public async Task A_data_folder_of_any_name_serves_keeps_and_is_joined(string name)
    {
        var odd = Path.Combine(_folder, name);
        await using (var server = await PrivatePostgres.StartAsync(odd, joinRunning: false, CancellationToken.None))
        {
            await ExecuteAsync(server, "create table kept as select 42 as answer");
            await using var command = await PrivatePostgres.StartAsync(odd, joinRunning: true, CancellationToken.None);
            (await ExecuteAsync(command, "select answer from kept")).ShouldBe(42);
        }

        string socketFolder;
        await using (var again = await PrivatePostgres.StartAsync(odd, joinRunning: false, CancellationToken.None))
        {
            (await ExecuteAsync(again, "select answer from kept")).ShouldBe(42);
            socketFolder = new NpgsqlConnectionStringBuilder(again.ConnectionString).Host!;
            PrivateServer.ModeOf(socketFolder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Exists(socketFolder).ShouldBeFalse("the short folder goes with the server");
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_here_are_named_and_left_alone()
    {
        await using (var first = await StartAsync())
            await ExecuteAsync(first, "create table kept as select 42 as answer");
        var versionFile = Path.Combine(_folder, "postgres", "PG_VERSION");
        var ours = (await File.ReadAllTextAsync(versionFile)).Trim();
        await File.WriteAllTextAsync(versionFile, "9\n");

        var refused = await Should.ThrowAsync<StartupException>(StartAsync);

        refused.Message.ShouldContain("made by PostgreSQL 9");
        refused.Message.ShouldContain($"here there is {ours} (");
        refused.Message.ShouldContain("Nothing was changed");
        await File.WriteAllTextAsync(versionFile, ours + "\n");
        await using var second = await StartAsync();
        (await ExecuteAsync(second, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task Data_of_an_older_version_are_served_by_that_version_where_the_machine_has_it()
    {
        var older = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault(name => name is "15" or "16" or "17") : null;
        if (older is null) Assert.Skip("Needs PostgreSQL 15, 16 or 17 below /usr/lib/postgresql.");
        var (binaries, folder) = ($"/usr/lib/postgresql/{older}/bin", new DataFolder(_folder));
        await new PostgresProcess(binaries, folder, PostgresAccount.Choose(binaries, folder)).InitialiseAsync(CancellationToken.None);

        await using var server = await StartAsync();

        (await ExecuteAsync(server, "show server_version")).ShouldBeOfType<string>().ShouldStartWith(older + ".", Case.Sensitive);
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<PrivatePostgres> StartAsync() => PrivatePostgres.StartAsync(_folder, joinRunning: false, CancellationToken.None);

    private int PidOfServer() => int.Parse(File.ReadLines(Path.Combine(_folder, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static async Task<object?> ExecuteAsync(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
