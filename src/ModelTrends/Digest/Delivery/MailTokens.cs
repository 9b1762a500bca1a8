using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using MailKit;
using MailKit.Security;

namespace ModelTrends.Digest.Delivery;

/// <summary>No token could be got; the message has the endpoint's own words and no secret.</summary>
/// <param name="isRefusal">The endpoint refused what it was shown: waiting does not help.</param>
public sealed class MailTokenException(string message, bool isRefusal, Exception? inner = null) : Exception(message, inner)
{
    public bool IsRefusal { get; } = isRefusal;
}

/// <summary>
/// Logs in to mail servers: with a password or, where the settings name a token endpoint, with an access token (RFC 6749, sections 6 and 4.4), kept
/// until shortly before it ends.
/// </summary>
public sealed class MailTokens(IHttpClientFactory clients, TimeProvider clock) : IDisposable
{
    public const string ClientName = "mail-tokens";

    /// <summary>A login begun with a token ends while it still holds.</summary>
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(1);

    /// <summary>For endpoints that do not say: RFC 6749 leaves it open, and servers refuse what is over.</summary>
    private static readonly TimeSpan Unsaid = TimeSpan.FromMinutes(5);

    /// <summary>An endpoint that is restarted is back within seconds; longer, the caller comes again by itself.</summary>
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2)];

    private const int LongestWords = 300;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<(string, string?, string?, string?), Token> _tokens = new();

    private sealed record Token(string Access, DateTimeOffset Until, string? Refresh);

    public async Task LogInAsync(IMailService service, string user, string? password, MailOAuth settings, CancellationToken cancellationToken)
    {
        if (!settings.IsSet)
        {
            await service.AuthenticateAsync(user, password ?? "", cancellationToken);
            return;
        }

        var token = await GetAsync(settings, cancellationToken);
        // Where the server names only the standard's mechanism (RFC 7628), that one.
        SaslMechanism login = service.AuthenticationMechanisms.Contains("OAUTHBEARER") && !service.AuthenticationMechanisms.Contains("XOAUTH2")
            ? new SaslMechanismOAuthBearer(user, token) : new SaslMechanismOAuth2(user, token);
        try
        {
            await service.AuthenticateAsync(login, cancellationToken);
        }
        catch (AuthenticationException)
        {
            // It may have been revoked: the next attempt begins with a new one.
            Forget(settings, token);
            throw;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string> GetAsync(MailOAuth settings, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var known = _tokens.GetValueOrDefault(Key(settings));
            if (known is not null && known.Until - Spare > clock.GetUtcNow())
                return known.Access;
            var token = await FetchAsync(settings, known?.Refresh ?? settings.RefreshToken, cancellationToken);
            _tokens[Key(settings)] = token;
            return token.Access;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Forget(MailOAuth settings, string access)
    {
        if (_tokens.TryGetValue(Key(settings), out var token) && token.Access == access)
            _tokens[Key(settings)] = token with { Until = DateTimeOffset.MinValue + Spare };
    }

    private async Task<Token> FetchAsync(MailOAuth settings, string? refresh, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AskAsync(settings, refresh, cancellationToken);
            }
            catch (MailTokenException fault) when (!fault.IsRefusal && attempt < Waits.Length)
            {
                await Task.Delay(Waits[attempt], clock, cancellationToken);
            }
        }
    }

    private async Task<Token> AskAsync(MailOAuth settings, string? refresh, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(Form(settings, refresh));
        using var client = clients.CreateClient(ClientName);
        try
        {
            using var answer = await client.PostAsync(new Uri(settings.TokenEndpoint!), form, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            return Read(answer.StatusCode, body, settings, refresh);
        }
        catch (HttpRequestException broken)
        {
            throw new MailTokenException("no token for the mail server: " + broken.Message, isRefusal: false, broken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailTokenException("no token for the mail server: the token endpoint does not answer in time", isRefusal: false, late);
        }
    }

    private static Dictionary<string, string> Form(MailOAuth settings, string? refresh)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = string.IsNullOrEmpty(refresh) ? "client_credentials" : "refresh_token", ["client_id"] = settings.ClientId! };
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                form[name] = value;
        }

        Add("client_secret", settings.ClientSecret);
        Add("refresh_token", refresh);
        Add("scope", settings.Scope);
        return form;
    }

    private Token Read(HttpStatusCode status, string body, MailOAuth settings, string? refresh)
    {
        var fields = Fields(body);
        if (status == HttpStatusCode.OK && fields.GetValueOrDefault("access_token") is { Length: > 0 } access)
        {
            var lasts = double.TryParse(fields.GetValueOrDefault("expires_in"), CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e7 ? TimeSpan.FromSeconds(seconds) : Unsaid;
            // Some endpoints give a new refresh token each time and take the old one once.
            return new Token(access, clock.GetUtcNow() + lasts, fields.GetValueOrDefault("refresh_token") is { Length: > 0 } next ? next : refresh);
        }

        var words = string.Join(": ", new[] { fields.GetValueOrDefault("error"), fields.GetValueOrDefault("error_description") }.Where(part => !string.IsNullOrEmpty(part)));
        foreach (var secret in new[] { settings.ClientSecret, settings.RefreshToken, refresh }.OfType<string>().Where(secret => secret.Length > 0))
            words = words.Replace(secret, "…", StringComparison.Ordinal);
        throw new MailTokenException(
            $"no token for the mail server: the token endpoint answers {(int)status}{(words.Length > 0 ? " " + words[..Math.Min(LongestWords, words.Length)] : "")}",
            isRefusal: status != HttpStatusCode.TooManyRequests && status != HttpStatusCode.RequestTimeout && (int)status < 500);
    }

    /// <summary>The texts and numbers of an object; nothing where the answer is something else.</summary>
    private static Dictionary<string, string?> Fields(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind != JsonValueKind.Object ? [] : json.RootElement.EnumerateObject().Where(field => field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                .GroupBy(field => field.Name, StringComparer.Ordinal).ToDictionary(field => field.Key, field => (string?)field.Last().Value.ToString(), StringComparer.Ordinal);
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static (string, string?, string?, string?) Key(MailOAuth settings) => (settings.TokenEndpoint!, settings.ClientId, settings.RefreshToken, settings.Scope);
}
