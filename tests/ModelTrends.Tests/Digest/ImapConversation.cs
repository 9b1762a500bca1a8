using System.Globalization;

namespace ModelTrends.Tests.Digest;

internal sealed class ImapConversation(List<StoredMail> mails, (string User, string Password) login, bool offersTls) : MailboxConversation
{
    private string Capabilities => "IMAP4rev1" + (offersTls ? " STARTTLS" : "") + (Token is null ? "" : " AUTH=XOAUTH2 SASL-IR LOGINDISABLED");

    public override string Greeting => $"* OK [CAPABILITY {Capabilities}] mailbox\r\n";

    public override string Answer(string line)
    {
        var words = line.Split(' ');
        var (tag, verb) = (words[0], (words[1].Equals("UID", StringComparison.OrdinalIgnoreCase) ? "UID " + words[2] : words[1]).ToUpperInvariant());
        switch (verb)
        {
            case "CAPABILITY":
                return $"* CAPABILITY {Capabilities}\r\n{tag} OK\r\n";
            case "STARTTLS":
                WantsTls = true;
                return $"{tag} OK go on\r\n";
            case "AUTHENTICATE":
                return words is [_, _, "XOAUTH2", var response] && Knows(login.User, response) ? $"{tag} OK [CAPABILITY {Capabilities}] welcome\r\n" : $"{tag} NO [AUTHENTICATIONFAILED] this token is not valid\r\n";
            case "LOGIN":
                return line[(tag.Length + 1)..] == $"LOGIN {login.User} \"{login.Password}\"" ? $"{tag} OK [CAPABILITY {Capabilities}] welcome\r\n" : $"{tag} NO wrong user or password\r\n";
            case "LIST":
                return $"* LIST (\\HasNoChildren) \"/\" INBOX\r\n{tag} OK\r\n";
            case "SELECT":
                return $"* FLAGS (\\Seen \\Deleted)\r\n* {mails.Count} EXISTS\r\n* 0 RECENT\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted)]\r\n* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT 999]\r\n{tag} OK [READ-WRITE]\r\n";
            case "UID SEARCH":
                return $"* SEARCH{string.Concat(mails.Where(mail => !mail.Seen && !mail.Deleted).Select(mail => " " + mail.Uid))}\r\n{tag} OK\r\n";
            case "UID FETCH":
                return Fetch(tag, Mail(words[3]), line);
            case "UID STORE":
                var stored = Mail(words[3]);
                stored.Seen |= line.Contains("\\Seen", StringComparison.Ordinal);
                stored.Deleted |= line.Contains("\\Deleted", StringComparison.Ordinal);
                return $"{tag} OK\r\n";
            case "CLOSE":
                mails.RemoveAll(mail => mail.Deleted);
                return $"{tag} OK\r\n";
            case "LOGOUT":
                Ended = true;
                return $"* BYE\r\n{tag} OK\r\n";
            default:
                return $"{tag} OK\r\n";
        }
    }

    private StoredMail Mail(string uid) => mails.Single(mail => mail.Uid == int.Parse(uid, CultureInfo.InvariantCulture));

    private string Fetch(string tag, StoredMail mail, string line)
    {
        if (OnFetch(mail.Subject) is { } fault)
            return fault.Length == 0 ? "" : $"{tag} NO {fault}\r\n";
        var headersOnly = line.Contains("HEADER", StringComparison.Ordinal);
        var text = headersOnly ? mail.Headers : mail.Text;
        return $"* {mails.IndexOf(mail) + 1} FETCH (UID {mail.Uid} BODY[{(headersOnly ? "HEADER" : "")}] {{{text.Length}}}\r\n{text})\r\n{tag} OK\r\n";
    }
}
