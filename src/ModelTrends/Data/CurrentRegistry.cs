using ModelTrends.Domain.Labs;
using Npgsql;

namespace ModelTrends.Data;

/// <summary>
/// The registry's files with the administrators' tags over them: as the ledger went by them last, as they were, and as they are wanted.
/// A tag counts from the moment the ledger has taken it in, so that names and numbers of one answer never disagree.
/// </summary>
public sealed class CurrentRegistry(NpgsqlDataSource dataSource, RegistryFiles files)
{
    private volatile State? _last;

    /// <summary>As of the last look. Every question of the API looks first, see <see cref="GetAsync"/>.</summary>
    public Registry Now => _last?.Registry ?? files.Registry;

    /// <summary>Asks the database each time: the tags are few, and several processes write them.</summary>
    public async Task<Registry> GetAsync(CancellationToken cancellationToken)
    {
        var tags = await RegistryRecords.TagsAsync(dataSource, null, cancellationToken);
        var history = await RegistryRecords.HistoryAsync(dataSource, cancellationToken);
        var key = string.Join('\n', tags) + "\n\n" + history.Count;
        if (_last is not { } last || !string.Equals(last.Key, key, StringComparison.Ordinal))
            _last = last = new State(key, (await InForceAsync(files.Registry.With(tags), history, cancellationToken)).With(history));
        return last.Registry;
    }

    /// <summary>With every tag that stands, also those the ledger has not taken in yet.</summary>
    public async Task<Registry> WantedAsync(CancellationToken cancellationToken) =>
        files.Registry.With(await RegistryRecords.TagsAsync(dataSource, null, cancellationToken));

    /// <summary>Of the registry wanted, what the ledger goes by. Other files are in force at once: the migrate step brings the ledger after them before anybody is served.</summary>
    private async Task<Registry> InForceAsync(Registry wanted, IReadOnlyList<KnownVersion> history, CancellationToken cancellationToken)
    {
        if (history.Count == 0 || string.Equals(history[^1].Version, wanted.Version, StringComparison.Ordinal)) return wanted;
        var before = files.Registry.With(await RegistryRecords.TagsAsync(dataSource, history[^1].RecordedAt, cancellationToken));
        return string.Equals(history[^1].Version, before.Version, StringComparison.Ordinal) ? before : wanted;
    }

    /// <summary>
    /// What the registry said at <paramref name="moment"/>: its files of then with the tags of then. Empty before the first version;
    /// with <see cref="Registry.Version"/> of then but today's text where that of then was not kept.
    /// </summary>
    public async Task<(Registry Registry, bool IsKept)> AsOfAsync(DateTimeOffset? moment, CancellationToken cancellationToken)
    {
        var now = await GetAsync(cancellationToken);
        if (moment is not { } then) return (now, true);
        if (now.VersionAt(then) is not { } version) return (Registry.Empty, true);
        if (string.Equals(version.Version, now.Version, StringComparison.Ordinal)) return (now, true);
        if (_past is { } past && string.Equals(past.Key, version.ToString(), StringComparison.Ordinal)) return (past.Registry, true);
        if (await RegistryRecords.FilesAsync(dataSource, version.Version, version.RecordedAt, cancellationToken) is not { } text) return (now.As(version.Version), false);
        var tags = await RegistryRecords.TagsAsync(dataSource, version.RecordedAt, cancellationToken);
        var registry = Registry.Parse(text).With(tags).As(version.Version);
        _past = new State(version.ToString(), registry);
        return (registry, true);
    }

    /// <summary>The last past version asked for: who looks at one moment asks several questions about it.</summary>
    private volatile State? _past;

    private sealed record State(string Key, Registry Registry);
}
