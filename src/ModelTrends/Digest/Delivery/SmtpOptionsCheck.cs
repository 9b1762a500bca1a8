using Microsoft.Extensions.Options;
using MimeKit;

namespace ModelTrends.Digest.Delivery;

/// <summary>What annotations cannot say: the sender is an address, the DKIM key is there and can be read.</summary>
public sealed class SmtpOptionsCheck(IConfiguration configuration) : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        if (!MailboxAddress.TryParse(options.From, out var from) || string.IsNullOrEmpty(from.Domain))
            return ValidateOptionsResult.Fail("Smtp__From is a mail address, with or without a name: ModelTrends <digest@example.org>.");
        if (!string.IsNullOrWhiteSpace(options.BounceAddress) && !MailboxAddress.TryParse(options.BounceAddress, out _))
            return ValidateOptionsResult.Fail("Smtp__BounceAddress is a mail address: bounces@example.org.");
        if (configuration["Site:PublicUrl"] is { Length: > 0 } site && !(Uri.TryCreate(site, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            return ValidateOptionsResult.Fail("Site__PublicUrl is an address with http or https: https://trends.example.org.");
        if (options.CaFile is { Length: > 0 } authority && !File.Exists(authority))
            return ValidateOptionsResult.Fail("Smtp__CaFile names a file that does not exist.");
        return Key(options) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }

    private static string? Key(SmtpOptions options)
    {
        if (options.DkimKeyFile is not { Length: > 0 } file)
            return null;
        if (!File.Exists(file))
            return "Smtp__DkimKeyFile names a file that does not exist.";
        try
        {
            _ = new MailSignature(options);
            return null;
        }
        catch (Exception fault) when (fault is FormatException or IOException or ArgumentException or UnauthorizedAccessException or Org.BouncyCastle.OpenSsl.PemException)
        {
            return "Smtp__DkimKeyFile is no private key in PEM form that can be read.";
        }
    }
}
