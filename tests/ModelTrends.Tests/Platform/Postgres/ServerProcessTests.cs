using System.Diagnostics;
using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Tests.Platform.Postgres;

/// <summary>Which process is this folder's server, and what happens when it dies.</summary>
public sealed class ServerProcessTests : IDisposable
{
    private readonly PrivateServer _ours = new();
    private readonly PrivateServer _other = new();

    [Fact]
    public async Task A_pid_file_that_names_another_installations_server_lets_nothing_happen_to_that()
    {
        await using var other = await _other.StartAsync();
        await PrivateServer.AskAsync(other.ConnectionString, "create table theirs as select 7 as answer");
        await using (var first = await _ours.StartAsync())
            await PrivateServer.AskAsync(first.ConnectionString, "create table kept as select 42 as answer");
        // As after a restart of the machine: the number has come to another server.
        File.Copy(_other.PidFile, _ours.PidFile);
        ServerProcess.Find(_ours.Cluster).ShouldBeNull();
        ServerProcess.Find(_other.Cluster)!.Id.ShouldBe(_other.Pid);

        await using (var second = await _ours.StartAsync())
        {
            (await PrivateServer.AskAsync(second.ConnectionString, "select answer from kept")).ShouldBe(42);
            _ours.Pid.ShouldNotBe(_other.Pid);
            // Also at the end, whatever the file says by then.
            var ours = _ours.Pid;
            File.Copy(_other.PidFile, _ours.PidFile, overwrite: true);
            ServerProcess.Orphans(_ours.Cluster).ShouldContain(process => process.Id == ours);
        }

        (await PrivateServer.AskAsync(other.ConnectionString, "select answer from theirs")).ShouldBe(7);
        await using var third = await _ours.StartAsync();
        (await PrivateServer.AskAsync(third.ConnectionString, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_server_that_is_killed_runs_again_while_the_application_goes_on()
    {
        await using var server = await _ours.StartAsync();
        await PrivateServer.AskAsync(server.ConnectionString, "create table kept as select 42 as answer");
        var before = _ours.Pid;

        Kill(before);

        (await PrivateServer.AskUntilAnsweredAsync(server.ConnectionString, "select answer from kept")).ShouldBe(42);
        _ours.Pid.ShouldNotBe(before);
    }

    [Fact]
    public async Task Backends_of_a_killed_server_that_still_work_are_ended_and_refuse_no_start()
    {
        await using var server = await _ours.StartAsync();
        await PrivateServer.AskAsync(server.ConnectionString, "create table kept as select 42 as answer");
        await using var busy = new NpgsqlConnection(server.ConnectionString + ";Pooling=false;Command Timeout=0");
        await busy.OpenAsync(TestContext.Current.CancellationToken);
        var backend = busy.ProcessID;
        // It only counts, and looks neither at its server nor at its asker.
        await using var count = new NpgsqlCommand("select count(*) from generate_series(1, 1000000000000)", busy);
        var counting = count.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        while ((string?)await PrivateServer.AskAsync(server.UpkeepConnectionString, $"select state from pg_stat_activity where pid = {backend}") != "active")
            await Task.Delay(50, TestContext.Current.CancellationToken);

        Kill(_ours.Pid);

        (await PrivateServer.AskUntilAnsweredAsync(server.ConnectionString, "select answer from kept")).ShouldBe(42);
        ServerProcess.Orphans(_ours.Cluster).ShouldNotContain(process => process.Id == backend);
        await Should.ThrowAsync<NpgsqlException>(() => counting);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _other.Dispose();
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
