namespace ModelTrends.Digest.Delivery;

/// <summary>Settings of a login with a token (XOAUTH2) instead of a password: <c>Smtp__OAuth__…</c> and <c>Bounces__OAuth__…</c>. The secrets are never logged.</summary>
public sealed class MailOAuth
{
    /// <summary>Where tokens are got, over HTTPS; HTTP only on this machine. With it the password is not used.</summary>
    public string? TokenEndpoint { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>Absent: the client asks in its own name (client credentials).</summary>
    public string? RefreshToken { get; set; }

    public string? Scope { get; set; }

    public bool IsSet => !string.IsNullOrWhiteSpace(TokenEndpoint);

    /// <returns>What is wrong, beginning with the setting's name; null: nothing.</returns>
    public string? Fault(string section, string? user)
    {
        if (!IsSet)
            return ClientId is { Length: > 0 } || RefreshToken is { Length: > 0 } ? $"{section}__OAuth__TokenEndpoint is missing: the address where tokens are got." : null;
        if (!Uri.TryCreate(TokenEndpoint, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            return $"{section}__OAuth__TokenEndpoint is an address with https (http only on this machine): https://login.example.org/token.";
        if (string.IsNullOrWhiteSpace(ClientId))
            return $"{section}__OAuth__ClientId is missing: the name under which the provider knows this installation.";
        if (string.IsNullOrEmpty(RefreshToken) && string.IsNullOrEmpty(ClientSecret))
            return $"{section}__OAuth__RefreshToken or {section}__OAuth__ClientSecret is needed, or nobody gets a token.";
        return string.IsNullOrWhiteSpace(user) ? $"{section}__User is missing: the mailbox that the token is for." : null;
    }
}
