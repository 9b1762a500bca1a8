using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ModelTrends.Digest.Delivery;

/// <summary>A kept SMTP connection; it is opened when first needed and again after it broke.</summary>
public sealed class SmtpConnection(SmtpOptions options, MailTokens tokens, MailSignature signature) : IMailConnection
{
    private const int AuthenticationRequired = 530;

    private readonly SmtpClient _client = new NamingClient() { Timeout = (int)options.Timeout.TotalMilliseconds };

    public async Task<MailFault?> ReadyAsync(CancellationToken cancellationToken)
    {
        if (_client.IsConnected)
            return null;
        try
        {
            await OpenAsync(cancellationToken);
            return null;
        }
        catch (Exception fault) when (fault is AuthenticationException or SslHandshakeException or NotSupportedException or SaslException)
        {
            await CloseAsync();
            // 454 and the like: the server cannot check the login at the moment.
            return new MailFault(fault.Message, NeedsPerson: fault.InnerException is not SmtpCommandException { StatusCode: < (SmtpStatusCode)500 });
        }
        catch (MailTokenException fault)
        {
            await CloseAsync();
            return new MailFault(fault.Message, NeedsPerson: fault.IsRefusal);
        }
        catch (Exception fault) when (Broke(fault) || fault is SmtpCommandException)
        {
            await CloseAsync();
            return new MailFault(fault.Message, NeedsPerson: false);
        }
    }

    public async Task<MailResult> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (!_client.IsConnected)
                await OpenAsync(cancellationToken);
            if (Format(message) is not { } format)
                return new MailResult(MailOutcome.Failed, "the server does not take addresses with other letters than ASCII before the @ (SMTPUTF8)");
            signature.Sign(message, format);
            var sender = string.IsNullOrWhiteSpace(options.BounceAddress) ? message.From.Mailboxes.Single() : MailboxAddress.Parse(MailName.ReturnPath(options.BounceAddress, MailName.Of(message.MessageId)));
            return new MailResult(MailOutcome.Accepted, await _client.SendAsync(format, message, sender, message.To.Mailboxes, cancellationToken));
        }
        catch (SmtpCommandException refusal)
        {
            // 421: the server is about to hang up.
            if (refusal.StatusCode == SmtpStatusCode.ServiceNotAvailable)
                await CloseAsync();
            return new MailResult(Judge(refusal), $"{(int)refusal.StatusCode} {refusal.Message}");
        }
        catch (Exception fault) when (fault is ServiceNotAuthenticatedException or AuthenticationException or SslHandshakeException or NotSupportedException or SaslException or MailTokenException { IsRefusal: true })
        {
            await CloseAsync();
            return new MailResult(MailOutcome.Barred, fault.Message);
        }
        catch (Exception broken) when (Broke(broken) || broken is MailTokenException { IsRefusal: false })
        {
            await CloseAsync();
            return new MailResult(MailOutcome.Temporary, $"{broken.GetType().Name}: {broken.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            try
            {
                await _client.DisconnectAsync(quit: true, CancellationToken.None);
            }
            catch (Exception broken) when (broken is IOException or SmtpProtocolException or SmtpCommandException or SocketException)
            {
                // The server hung up first; there is nothing left to say goodbye to.
            }
        }

        _client.Dispose();
    }

    /// <summary>A 5xx is for good; whose fault it is, the enhanced status says, or else the command that was refused.</summary>
    private static MailOutcome Judge(SmtpCommandException refusal)
    {
        if ((int)refusal.StatusCode < 500)
            return MailOutcome.Temporary;
        if (refusal.ErrorCode == SmtpErrorCode.SenderNotAccepted || (int)refusal.StatusCode == AuthenticationRequired)
            return MailOutcome.Barred;
        return FailureStatus.Of(refusal.Message) switch
        {
            FailureReason.Address => MailOutcome.Refused,
            // Neither a code nor a word that says more: 550, 551 and 553 to a recipient are about the recipient.
            FailureReason.Unsaid when refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted && SaysOfRecipient(refusal) => MailOutcome.Refused,
            _ => MailOutcome.Failed,
        };
    }

    private static bool SaysOfRecipient(SmtpCommandException refusal) => (int)refusal.StatusCode is 550 or 551 or 553 && FailureStatus.ClassOf(refusal.Message) is null;

    private static bool Broke(Exception exception) =>
        exception is SmtpProtocolException or IOException or SocketException or TimeoutException or ServiceNotConnectedException or OperationCanceledException;

    /// <returns>Null when the server does not know how to take such an address.</returns>
    private FormatOptions? Format(MimeMessage message)
    {
        if (message.To.Mailboxes.All(mailbox => mailbox.LocalPart.All(char.IsAscii)))
            return FormatOptions.Default;
        if (!_client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return null;
        var format = FormatOptions.Default.Clone();
        format.International = true;
        return format;
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (options.CaFile is { Length: > 0 } authority)
            (_client.ServerCertificateValidationCallback, _client.CheckCertificateRevocation) = (OwnAuthority.Trusting(authority), false);
        var security = !options.UseTls ? SecureSocketOptions.None : options.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        await _client.ConnectAsync(options.Host!, options.Port, security, cancellationToken);
        if (!string.IsNullOrEmpty(options.User))
            await tokens.LogInAsync(_client, options.User, options.Password, options.OAuth, cancellationToken);
    }

    private Task CloseAsync() => _client.DisconnectAsync(quit: false, CancellationToken.None);

    /// <summary>Servers that speak RFC 3461 repeat the envelope's id in their notices, whatever Message-ID a relay makes of ours.</summary>
    private sealed class NamingClient : SmtpClient
    {
        protected override string? GetEnvelopeId(MimeMessage message) => MailName.Of(message.MessageId);
    }
}
