using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ModelTrends.Digest.Delivery;

/// <summary>A kept SMTP connection; it is opened when first needed and again after it broke.</summary>
public sealed class SmtpConnection(SmtpOptions options) : IMailConnection
{
    private readonly SmtpClient _client = new() { Timeout = (int)options.Timeout.TotalMilliseconds };

    public async Task<MailResult> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken);
            return new MailResult(MailOutcome.Accepted, await _client.SendAsync(message, cancellationToken));
        }
        catch (SmtpCommandException refusal)
        {
            var code = (int)refusal.StatusCode;
            // 5xx about the recipient is for good; 5xx about us (sender, login, message) is not the recipient's fault.
            var forGood = code >= 500 && refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted;
            return new MailResult(forGood ? MailOutcome.Refused : MailOutcome.Temporary, $"{code} {refusal.Message}");
        }
        catch (Exception broken) when (broken is SmtpProtocolException or IOException or SocketException or SslHandshakeException or AuthenticationException or TimeoutException or ServiceNotConnectedException
            or OperationCanceledException)
        {
            await _client.DisconnectAsync(quit: false, CancellationToken.None);
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

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_client.IsConnected)
            return;
        var security = !options.UseTls ? SecureSocketOptions.None : options.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        await _client.ConnectAsync(options.Host!, options.Port, security, cancellationToken);
        if (!string.IsNullOrEmpty(options.User))
            await _client.AuthenticateAsync(options.User, options.Password ?? "", cancellationToken);
    }
}
