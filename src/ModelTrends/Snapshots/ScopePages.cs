using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.HuggingFace;

namespace ModelTrends.Snapshots;

/// <summary>The pages of a scope as one stream; the cursor of a page says where the scope, not only its current list, goes on.</summary>
public sealed class ScopePages(HubClient hub, CurrentRegistry registries, IOptions<PollOptions> options)
{
    /// <summary>Stands in no namespace and in no cursor.</summary>
    private const char Separator = '\n';

    public IAsyncEnumerable<HubPage> ReadAsync(PollScope scope, string? cursor, CancellationToken cancellationToken) => scope switch
    {
        PollScope.Hub => hub.WalkAsync(cursor, cancellationToken),
        PollScope.Labs => LabsAsync(cursor, cancellationToken),
        PollScope.Trending => hub.ListTrendingAsync(options.Value.TrendingTop, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "hub, labs or trending"),
    };

    private async IAsyncEnumerable<HubPage> LabsAsync(string? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = cursor?.Split(Separator, 2);
        var todo = NamespacesOf(await registries.GetAsync(cancellationToken)).Where(name => parts is null || string.CompareOrdinal(name, parts[0]) >= 0).ToArray();
        for (var i = 0; i < todo.Length; i++)
        {
            var inside = parts is [var at, { Length: > 0 } rest] && at == todo[i] ? rest : null;
            var next = i + 1 < todo.Length ? todo[i + 1] + Separator : null;
            await foreach (var page in hub.ListNamespaceAsync(todo[i], inside, cancellationToken))
                yield return page with { NextCursor = page.NextCursor is null ? next : todo[i] + Separator + page.NextCursor };
        }
    }

    /// <summary>The namespaces that labs own today, those an administrator tagged included, in a fixed order: a stopped poll finds its place again.</summary>
    public static IEnumerable<string> NamespacesOf(Registry registry) => registry.Labs
        .SelectMany(lab => lab.Namespaces).Where(space => space.To is null).Select(space => space.Name)
        .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
}
