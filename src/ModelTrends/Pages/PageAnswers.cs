using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Pages;

/// <summary>
/// Answers that pages have asked for, kept until the numbers behind them change: they do once a day, and a page asks a dozen questions.
/// Readers who ask the same at the same time wait for one answer.
/// </summary>
public sealed class PageAnswers(NpgsqlDataSource dataSource, CurrentRegistry registries) : IDisposable
{
    /// <summary>Some 10 kB to 2 MB each; the default pages in three languages are about a hundred.</summary>
    private const int Most = 400;

    /// <summary>Frees what nobody asks for any more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = Most });
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _asking = new(StringComparer.Ordinal);

    /// <param name="question">Everything the answer depends on but the stored numbers.</param>
    /// <param name="ask">Must not depend on the caller's request: others wait for the same answer.</param>
    public async Task<T> GetAsync<T>(string question, Func<Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var key = $"{await StampAsync(cancellationToken)} {typeof(T).FullName} {question}";
        if (_answers.TryGetValue<object>(key, out var known)) return (T)known!;
        var asking = _asking.GetOrAdd(key, _ => new Lazy<Task<object>>(async () => await ask()));
        try
        {
            var answer = await asking.Value.WaitAsync(cancellationToken);
            _answers.Set(key, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Longest });
            return (T)answer;
        }
        finally
        {
            if (asking.Value.IsCompleted) _asking.TryRemove(new KeyValuePair<string, Lazy<Task<object>>>(key, asking));
        }
    }

    public void Dispose() => _answers.Dispose();

    /// <summary>Changes with every derivation and every registry.</summary>
    public async Task<string> StampAsync(CancellationToken cancellationToken)
    {
        var registry = await registries.GetAsync(cancellationToken);
        await using var command = dataSource.CreateCommand("select count(*) || ' ' || coalesce(extract(epoch from max(derived_at)), 0) || ' ' || (select coalesce(max(id), 0) from observation_set where state = 'Complete') from trend_day");
        return $"{registry.Version} {await command.ExecuteScalarAsync(cancellationToken)}";
    }
}
