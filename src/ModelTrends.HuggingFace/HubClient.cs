using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ModelTrends.HuggingFace;

/// <summary>The questions we ask the Hub. Lists come as a stream of pages, so memory does not grow with them.</summary>
public sealed class HubClient
{
    /// <summary>Two were recorded at most: a rename on top of a moved owner.</summary>
    private const int MostRedirects = 2;

    /// <summary>The fields a list is asked for with <c>expand</c>.</summary>
    public static IReadOnlyList<string> ListFields => HubFields.List;

    private readonly HubTransport _transport;
    private readonly RequestPacer _pacer;
    private readonly HubOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<HubClient> _logger;

    internal HubClient(HubTransport transport, RequestPacer pacer, IOptions<HubOptions> options, TimeProvider clock, ILogger<HubClient> logger) =>
        (_transport, _pacer, _options, _clock, _logger) = (transport, pacer, options.Value, clock, logger);

    /// <summary>Every public model, ordered by id: the one order in which nothing is missed or doubled while the Hub changes.</summary>
    /// <param name="cursor">Where an earlier walk stopped, or null for the start.</param>
    public IAsyncEnumerable<HubPage> WalkAsync(string? cursor = null, CancellationToken cancellationToken = default) =>
        FollowAsync($"limit={_options.PageSize}&sort=createdAt&direction=1", byId: true, cursor, cancellationToken);

    /// <summary>Every public model of one namespace, ordered by id.</summary>
    public IAsyncEnumerable<HubPage> ListNamespaceAsync(string owner, string? cursor = null, CancellationToken cancellationToken = default) =>
        FollowAsync($"author={Uri.EscapeDataString(owner)}&limit={_options.PageSize}&sort=createdAt&direction=1", byId: true, cursor, cancellationToken);

    /// <summary>The trending list from its top, each model with its rank.</summary>
    public async IAsyncEnumerable<HubPage> ListTrendingAsync(int top, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rank = 0;
        var query = $"limit={Math.Min(top, _options.PageSize)}&sort=trendingScore";
        await foreach (var page in FollowAsync(query, byId: false, null, cancellationToken))
        {
            var models = page.Models.Take(top - rank).ToArray();
            foreach (var model in models)
                model.TrendingRank = ++rank;
            var isLast = rank >= top || page.NextCursor is null;
            yield return page with { Models = models, NextCursor = isLast ? null : page.NextCursor };
            if (isLast)
                yield break;
        }
    }

    /// <summary>What the Hub knows under a name, following renames.</summary>
    /// <exception cref="HubException">The Hub answered something that says nothing about the model.</exception>
    public async Task<ModelLookup> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        var call = new HubCall();
        var path = $"/api/models/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}?{string.Join('&', HubFields.Detail.Select(field => "expand=" + field))}";
        for (var redirects = 0; ; redirects++)
        {
            var answer = await _transport.GetAsync(path, ParseDetail, call, cancellationToken);
            switch (answer.Status)
            {
                case HttpStatusCode.OK:
                    return new ModelLookup(answer.Body!.Disabled ? LookupState.Disabled : LookupState.Found, answer.Body, redirects, call.Requests);
                case HttpStatusCode.NotFound when answer.Error!.Code is null or "RepoNotFound":
                    return new ModelLookup(LookupState.Missing, null, redirects, call.Requests);
                case HttpStatusCode.Unauthorized:
                    return new ModelLookup(LookupState.MissingOrPrivate, null, redirects, call.Requests);
                case HttpStatusCode.Forbidden when answer.Error!.Text.Contains("disabled", StringComparison.OrdinalIgnoreCase):
                    return new ModelLookup(LookupState.Disabled, null, redirects, call.Requests);
                case HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect or HttpStatusCode.Found or HttpStatusCode.MovedPermanently when redirects < MostRedirects:
                    path = Relative(answer.Location) ?? throw new HubException($"The Hub redirects {name} to another host.");
                    break;
                default:
                    throw new HubException($"The Hub answered {(int)answer.Status} about {name}: {answer.Error!.Text}");
            }
        }
    }

    private async IAsyncEnumerable<HubPage> FollowAsync(string query, bool byId, string? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var walk = new PageWalk(_transport, _pacer, _clock, _options.RetryDelay, _logger, query, byId);
        do
        {
            var page = await walk.FetchAsync(cursor, cancellationToken);
            yield return page;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>The path of a redirect within the Hub; null if it leads away.</summary>
    private string? Relative(string? location)
    {
        if (string.IsNullOrEmpty(location) || !Uri.TryCreate(_options.BaseUrl, location, out var target) || Uri.Compare(
                target, _options.BaseUrl, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
            return null;
        return target.PathAndQuery;
    }

    private static HubModel ParseDetail(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            var (model, fault, _) = HubRowReader.Read(ref reader);
            return model ?? throw new HubTransportException($"The Hub's answer about a model makes no sense: {fault}.");
        }
        catch (JsonException exception)
        {
            throw new HubTransportException("The Hub's answer is cut short or no JSON.", exception);
        }
    }
}
