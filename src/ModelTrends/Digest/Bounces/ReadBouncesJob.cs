using System.Collections.Concurrent;
using System.Net.Sockets;
using Hangfire;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using ModelTrends.Digest.Delivery;
using Npgsql;

namespace ModelTrends.Digest.Bounces;

/// <summary>
/// Reads the mailbox of bounces. A notice of which something was stored is removed, because it holds an address; all else is left for people.
/// Each letter is taken by itself: one that cannot be read is written down and passed by. Run twice, or killed before the end, the same notice is
/// taken in again and changes nothing more.
/// </summary>
public sealed partial class ReadBouncesJob(
    BounceIntake intake, UnmatchedBounces unmatched, MailboxLooks looks, MailTokens tokens, IOptions<BounceOptions> options, ILogger<ReadBouncesJob> logger)
{
    /// <summary>A letter at which the conversation broke off so often is passed by unread.</summary>
    private const int MostBreaks = 2;

    private static readonly ConcurrentDictionary<string, int> Breaks = new(StringComparer.Ordinal);

    /// <param name="Notices">About mails of ours.</param>
    /// <param name="Unmatched">Notices about no mail that could be found.</param>
    public sealed record Summary(int Looked, int Notices, int Suppressed, int Unmatched = 0, int Unreadable = 0);

    /// <summary>The next look is minutes away; trying a wrong password sooner and often locks accounts.</summary>
    [AutomaticRetry(Attempts = 0)]
    [DisableConcurrentExecution(timeoutInSeconds: 5)]
    public async Task<Summary> RunAsync(CancellationToken cancellationToken)
    {
        Summary summary;
        try
        {
            summary = await LookAsync(cancellationToken);
        }
        catch (Exception fault) when (IsOfMailbox(fault) && !cancellationToken.IsCancellationRequested)
        {
            await looks.FailedAsync(WordsOf(fault), cancellationToken);
            throw;
        }

        await looks.ReadAsync(cancellationToken);
        if (summary.Looked > 0)
            Log.Read(logger, summary.Looked, summary.Notices, summary.Suppressed, summary.Unmatched, summary.Unreadable);
        return summary;
    }

    private async Task<Summary> LookAsync(CancellationToken cancellationToken)
    {
        var summary = new Summary(0, 0, 0);
        await using IMailbox mailbox = options.Value.Protocol == MailboxProtocol.Imap ? new ImapMailbox(options.Value, tokens) : new Pop3Mailbox(options.Value, tokens);
        await mailbox.OpenAsync(cancellationToken);
        foreach (var letter in (await mailbox.ListAsync(cancellationToken)).OrderBy(letter => Breaks.GetValueOrDefault(Key(letter))))
            summary = await TakeAsync(mailbox, letter, summary, cancellationToken);
        await mailbox.CloseAsync(cancellationToken);
        return summary;
    }

    private async Task<Summary> TakeAsync(IMailbox mailbox, Letter letter, Summary summary, CancellationToken cancellationToken)
    {
        summary = summary with { Looked = summary.Looked + 1 };
        try
        {
            if (Breaks.GetValueOrDefault(Key(letter)) >= MostBreaks)
                throw new InvalidDataException("the server breaks off when it is asked for it");
            var results = await ReadAsync(mailbox, letter, cancellationToken);
            var stored = results.Exists(BounceIntake.IsStored);
            await (stored ? mailbox.RemoveAsync(letter, cancellationToken) : mailbox.LeaveAsync(letter, cancellationToken));
            return summary with
            {
                Notices = summary.Notices + (results.Exists(result => result != BounceIntake.Result.Unknown) ? 1 : 0),
                Suppressed = summary.Suppressed + results.Count(result => result == BounceIntake.Result.Suppressed),
                Unmatched = summary.Unmatched + (results.Contains(BounceIntake.Result.Unknown) ? 1 : 0),
            };
        }
        catch (Exception fault) when (mailbox.IsConnected && !IsOfDatabase(fault) && !cancellationToken.IsCancellationRequested)
        {
            Log.Unreadable(logger, letter.Name, fault);
            await unmatched.AddUnreadableAsync(Key(letter), $"{fault.GetType().Name}: {WordsOf(fault)}", cancellationToken);
            await mailbox.LeaveAsync(letter, cancellationToken);
            Breaks.TryRemove(Key(letter), out _);
            return summary with { Unreadable = summary.Unreadable + 1 };
        }
        catch (Exception fault) when (IsOfMailbox(fault) && !cancellationToken.IsCancellationRequested)
        {
            Breaks.AddOrUpdate(Key(letter), 1, (_, breaks) => breaks + 1);
            throw;
        }
    }

    private async Task<List<BounceIntake.Result>> ReadAsync(IMailbox mailbox, Letter letter, CancellationToken cancellationToken)
    {
        var results = new List<BounceIntake.Result>();
        if (!await mailbox.MayBeNoticeAsync(letter, cancellationToken))
            return results;
        using MimeMessage notice = await mailbox.ReadAsync(letter, cancellationToken);
        foreach (var report in DeliveryNotice.Read(notice))
            results.Add(await intake.TakeAsync(report, cancellationToken));
        return results;
    }

    private string Key(Letter letter) => $"{options.Value.Host}:{options.Value.Port}/{options.Value.User}/{letter.Name}";

    /// <summary>The library says what failed, the server why.</summary>
    private static string WordsOf(Exception fault)
    {
        var said = (fault as ImapCommandException ?? fault.InnerException as ImapCommandException)?.ResponseText ?? (fault as Pop3CommandException ?? fault.InnerException as Pop3CommandException)?.StatusText;
        return string.IsNullOrWhiteSpace(said) ? fault.Message : $"{fault.Message} {said}";
    }

    /// <summary>The way to the mailbox, its login, its protocol: what a person has to know of.</summary>
    private static bool IsOfMailbox(Exception fault) =>
        fault is AuthenticationException or SaslException or SslHandshakeException or ProtocolException or CommandException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or MailTokenException or SocketException or NotSupportedException or TimeoutException or OperationCanceledException || (fault is IOException && !IsOfDatabase(fault));

    /// <summary>Away, full, shutting down: the next letter would fare no better, and this one will be fine later. Not a value that it does not take.</summary>
    private static bool IsOfDatabase(Exception? fault) => fault switch
    {
        null => false,
        PostgresException { SqlState: var state } => !state.StartsWith("22", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => IsOfDatabase(fault.InnerException),
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Looked at {Looked} messages in the mailbox of bounces: {Notices} notices about our mails, {Suppressed} addresses suppressed, {Unmatched} notices matched with no mail, {Unreadable} not readable")]
        public static partial void Read(ILogger logger, int looked, int notices, int suppressed, int unmatched, int unreadable);

        [LoggerMessage(LogLevel.Warning, "Message {Letter} in the mailbox of bounces cannot be read and is left where it is")]
        public static partial void Unreadable(ILogger logger, string letter, Exception fault);
    }
}
