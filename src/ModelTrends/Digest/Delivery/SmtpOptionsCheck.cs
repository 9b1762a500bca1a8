using Microsoft.Extensions.Options;
using MimeKit;

namespace ModelTrends.Digest.Delivery;

/// <summary>What annotations cannot say: the sender is an address, the DKIM key is there and can be read.</summary>
public sealed class SmtpOptionsCheck(IConfiguration configuration) : IValidateOptions<SmtpOptions>
{
    /// <summary>As long as every mail's name.</summary>
    private const string Sample = "2026-w48.0123456789abcdef0123456789abcdef";

    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        if (!MailboxAddress.TryParse(options.From, out var from) || string.IsNullOrEmpty(from.Domain))
            return ValidateOptionsResult.Fail("Smtp__From is a mail address, with or without a name: ModelTrends <digest@example.org>.");
        if (!string.IsNullOrWhiteSpace(options.BounceAddress) && !(IsAddress(MailName.ReturnPath(options.BounceAddress, Sample)) && IsAddress(MailName.ReturnPath(options.BounceAddress, null))))
            return ValidateOptionsResult.Fail("Smtp__BounceAddress is a mail address: bounces@example.org, or bounces+{mail}@example.org with at most 64 letters before the @ when the 41 of {mail} are in it.");
        if (configuration["Site:PublicUrl"] is { Length: > 0 } site && !(Uri.TryCreate(site, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            return ValidateOptionsResult.Fail("Site__PublicUrl is an address with http or https: https://trends.example.org.");
        if (options.CaFile is { Length: > 0 } authority && !File.Exists(authority))
            return ValidateOptionsResult.Fail("Smtp__CaFile names a file that does not exist.");
        if (options.OAuth.Fault(SmtpOptions.Section, options.User) is { } login)
            return ValidateOptionsResult.Fail(login);
        return Key(options) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }

    private static bool IsAddress(string text) => MailboxAddress.TryParse(text, out var address) && address.LocalPart.Length is > 0 and <= 64 && !string.IsNullOrEmpty(address.Domain);

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
