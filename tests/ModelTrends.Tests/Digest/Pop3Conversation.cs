using System.Globalization;

namespace ModelTrends.Tests.Digest;

internal sealed class Pop3Conversation(List<StoredMail> mails, (string User, string Password) login, bool offersTls) : MailboxConversation
{
    /// <summary>Numbers hold for the session, whatever is removed.</summary>
    private readonly StoredMail[] _session = [.. mails];

    private string _user = "";

    public override string Greeting => "+OK mailbox\r\n";

    public override string Answer(string line)
    {
        var words = line.Split(' ');
        StoredMail Mail() => _session[int.Parse(words[1], CultureInfo.InvariantCulture) - 1];
        switch (words[0].ToUpperInvariant())
        {
            case "CAPA":
                return $"+OK\r\n{(Token is null ? "USER" : "SASL XOAUTH2")}\r\nUIDL\r\nTOP\r\n{(offersTls ? "STLS\r\n" : "")}.\r\n";
            case "AUTH":
                return words is [_, "XOAUTH2", var response] && Knows(login.User, response) ? "+OK welcome\r\n" : words.Length == 2 ? "+ \r\n" : "-ERR this token is not valid\r\n";
            case not "USER" when words.Length == 1 && line.Length > 40:
                return Knows(login.User, line) ? "+OK welcome\r\n" : "-ERR this token is not valid\r\n";
            case "STLS":
                WantsTls = true;
                return "+OK go on\r\n";
            case "USER":
                _user = words[1];
                return "+OK\r\n";
            case "PASS":
                return _user == login.User && line[5..] == login.Password ? "+OK welcome\r\n" : "-ERR wrong user or password\r\n";
            case "STAT":
                return $"+OK {_session.Length} {_session.Sum(mail => mail.Text.Length)}\r\n";
            case "UIDL" when words.Length == 1:
                return $"+OK\r\n{string.Concat(_session.Select((mail, i) => $"{i + 1} mail-{mail.Uid}-{mail.GetHashCode()}\r\n"))}.\r\n";
            case "TOP" or "RETR" when OnFetch(Mail().Subject) is { } fault:
                return fault.Length == 0 ? "" : $"-ERR {fault}\r\n";
            case "TOP":
                return $"+OK\r\n{Dotted(Mail().Headers)}.\r\n";
            case "RETR":
                return $"+OK\r\n{Dotted(Mail().Text)}.\r\n";
            case "DELE":
                Mail().Deleted = true;
                return "+OK\r\n";
            case "QUIT":
                mails.RemoveAll(mail => mail.Deleted);
                Ended = true;
                return "+OK bye\r\n";
            default:
                return "-ERR not known\r\n";
        }
    }

    private static string Dotted(string text) => text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + (text.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n");
}
