using Hangfire;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ModelTrends.Digest.Bounces;

/// <summary>
/// Reads the mailbox of bounces. A notice about a mail of ours is taken in and removed, because it holds an address; all else is left for
/// people. Run twice, or killed before the end, the same notice is taken in again and changes nothing more.
/// </summary>
public sealed partial class ReadBouncesJob(BounceIntake intake, IOptions<BounceOptions> options, ILogger<ReadBouncesJob> logger)
{
    public sealed record Summary(int Looked, int Notices, int Suppressed);

    [DisableConcurrentExecution(timeoutInSeconds: 5)]
    public async Task<Summary> RunAsync(CancellationToken cancellationToken)
    {
        var (looked, notices, suppressed) = (0, 0, 0);
        await using IMailbox mailbox = options.Value.Protocol == MailboxProtocol.Imap ? new ImapMailbox(options.Value) : new Pop3Mailbox(options.Value);
        await mailbox.OpenAsync(cancellationToken);
        foreach (var letter in await mailbox.ListAsync(cancellationToken))
        {
            looked++;
            var results = await TakeAsync(mailbox, letter, cancellationToken);
            suppressed += results.Count(result => result == BounceIntake.Result.Suppressed);
            if (results.Exists(result => result != BounceIntake.Result.Unknown))
            {
                notices++;
                await mailbox.RemoveAsync(letter, cancellationToken);
            }
            else
            {
                await mailbox.LeaveAsync(letter, cancellationToken);
            }
        }

        await mailbox.CloseAsync(cancellationToken);
        if (looked > 0)
            Log.Read(logger, looked, notices, suppressed);
        return new Summary(looked, notices, suppressed);
    }

    private async Task<List<BounceIntake.Result>> TakeAsync(IMailbox mailbox, Letter letter, CancellationToken cancellationToken)
    {
        var results = new List<BounceIntake.Result>();
        if (!letter.IsNotice)
            return results;
        using MimeMessage notice = await mailbox.ReadAsync(letter, cancellationToken);
        foreach (var report in DeliveryNotice.Read(notice))
            results.Add(await intake.TakeAsync(report, cancellationToken));
        return results;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Looked at {Looked} messages in the mailbox of bounces: {Notices} notices about our mails, {Suppressed} addresses suppressed")]
        public static partial void Read(ILogger logger, int looked, int notices, int suppressed);
    }
}
