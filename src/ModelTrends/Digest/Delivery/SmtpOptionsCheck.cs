using Microsoft.Extensions.Options;
using MimeKit;

namespace ModelTrends.Digest.Delivery;

/// <summary>What annotations cannot say: the sender is an address, the DKIM key is there.</summary>
public sealed class SmtpOptionsCheck : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        if (!MailboxAddress.TryParse(options.From, out _))
            return ValidateOptionsResult.Fail("Smtp__From is a mail address, with or without a name: ModelTrends <digest@example.org>.");
        if (options.DkimKeyFile is { } file && !File.Exists(file))
            return ValidateOptionsResult.Fail("Smtp__DkimKeyFile names a file that does not exist.");
        return options.DkimKeyFile is not null && string.IsNullOrWhiteSpace(options.DkimDomain)
            ? ValidateOptionsResult.Fail("Smtp__DkimDomain is needed with Smtp__DkimKeyFile.")
            : ValidateOptionsResult.Success;
    }
}
