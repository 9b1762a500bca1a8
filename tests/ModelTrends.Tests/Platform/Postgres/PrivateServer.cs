using System.Globalization;
using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Tests.Platform.Postgres;

/// <summary>A data folder of a test's own and questions to the servers in it.</summary>
internal sealed class PrivateServer : IDisposable
{
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "mt-pg-" + Guid.NewGuid().ToString("n")[..8]);

    public string Cluster => Path.Combine(Folder, "postgres");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    public int Pid => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    public Task<PrivatePostgres> StartAsync() => PrivatePostgres.StartAsync(Folder, joinRunning: false, CancellationToken.None);

    public static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Until the server answers again, however long this machine takes.</summary>
    public static async Task<object?> AskUntilAnsweredAsync(string connectionString, string sql)
    {
        while (true)
        {
            try
            {
                return await AskAsync(connectionString, sql);
            }
            catch (NpgsqlException exception) when (exception.IsTransient)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
