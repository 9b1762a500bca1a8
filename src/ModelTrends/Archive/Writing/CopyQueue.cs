using Npgsql;

namespace ModelTrends.Archive.Writing;

/// <summary>One COPY after the other on a connection, each while the rows of the next are collected.</summary>
public sealed class CopyQueue(NpgsqlConnection connection) : IAsyncDisposable
{
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to write once what was before is written. Afterwards only this is still being written.</summary>
    public async ValueTask AddAsync(Func<NpgsqlConnection, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await _running;
        _running = Task.Run(() => write(connection, cancellationToken), cancellationToken);
    }

    /// <summary>Ends when all is written; the connection is free then.</summary>
    public Task CompleteAsync() => _running;

    /// <summary>Whoever gives up has a fault of his own, or has seen this one.</summary>
    public async ValueTask DisposeAsync() => await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
