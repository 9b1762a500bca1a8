using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace ModelTrends.Charts.Files;

/// <summary>
/// Files drawn in the last minutes. A cache of its own with a bound in bytes: addresses can ask for endless sizes, and the shared cache
/// knows no bound. Callers that ask for the same file at the same time wait for one drawing.
/// </summary>
public sealed class ChartCache : IDisposable
{
    /// <summary>Some 500 pictures.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>Numbers change once a day; a few minutes are not missed.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _files = new(new MemoryCacheOptions { SizeLimit = MostBytes });
    private readonly ConcurrentDictionary<string, Lazy<Task<ChartFile>>> _making = new(StringComparer.Ordinal);

    public async Task<ChartFile> GetAsync(string key, Func<Task<ChartFile>> make)
    {
        if (_files.TryGetValue<ChartFile>(key, out var known)) return known!;
        var making = _making.GetOrAdd(key, _ => new Lazy<Task<ChartFile>>(make));
        try
        {
            var file = await making.Value;
            _files.Set(key, file, new MemoryCacheEntryOptions { Size = file.Body.Length + (2L * key.Length), AbsoluteExpirationRelativeToNow = Fresh });
            return file;
        }
        finally
        {
            _making.TryRemove(new KeyValuePair<string, Lazy<Task<ChartFile>>>(key, making));
        }
    }

    /// <summary>After new numbers.</summary>
    public void Clear() => _files.Clear();

    public void Dispose() => _files.Dispose();
}
