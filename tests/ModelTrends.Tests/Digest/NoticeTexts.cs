namespace ModelTrends.Tests.Digest;

/// <summary>Letters of mail servers about a mail to one reader, in the shapes they come in. MAILID and READER are filled in.</summary>
internal static class NoticeTexts
{
    public static string About(string letter, string reader, string messageId) => letter.Replace("READER", reader, StringComparison.Ordinal).Replace("MAILID", messageId, StringComparison.Ordinal);

    private const string Head = """
        From: Mail Delivery System <MAILER-DAEMON@mx.example>
        To: bounces@modeltrends.example
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0

        """;

    private const string Returned = """
        Received: from modeltrends.example by mx.example
        From: ModelTrends <digest@modeltrends.example>
        To: READER
        Subject: China
        Message-ID: <MAILID>

        """;

    public static string Report(string status, string type = "message/delivery-status", string returned = Returned) => Multipart($"""
        --b
        Content-Type: text/plain

        Your message could not be delivered.

        --b
        Content-Type: {type}

        {status.Trim()}

        --b
        Content-Type: message/rfc822

        {returned}
        the mail

        --b--
        """);

    public static string Fields(string action, string status, string? diagnostic = null, string machine = "Reporting-MTA: dns; mx.example\n\n") =>
        $"{machine}Final-Recipient: rfc822; READER\nAction: {action}\nStatus: {status}{(diagnostic is null ? "" : "\nDiagnostic-Code: " + diagnostic)}\n";

    public static string Plain(string words, string charset = "utf-8", string head = Head) => $"{head}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n{words}\n";

    public static string Html(string words) => $"{Head}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<html><style>p {{ color: red }}</style><body><p>{words.Replace("\n", "</p><p>", StringComparison.Ordinal)}</p></body></html>\n";

    /// <summary>A gateway forwards the whole notice, in a letter of its own.</summary>
    public static string Nested(string inner, int level = 0) => $"{Head}Content-Type: multipart/mixed; boundary=\"outer{level}\"\n\n--outer{level}\nContent-Type: text/plain\n\nForwarded by the gateway.\n\n--outer{level}\nContent-Type: message/rfc822\n\n{inner}\n--outer{level}--\n";

    public static string Multipart(string body, string type = "multipart/report; report-type=delivery-status") => $"{Head}Content-Type: {type}; boundary=\"b\"\n\n{body}\n";

    public static readonly string Qmail = Plain($"""
        Hi. This is the qmail-send program at relay.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <READER>:
        192.0.2.20 does not like recipient.
        Remote host said: 550 5.1.1 nobody of that name
        Giving up on 192.0.2.20.

        --- Below this line is a copy of the message.

        Return-Path: <bounces@modeltrends.example>
        {Returned}
        """);

    public static readonly string Exim = Plain($"""
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          READER
            host mx.example.org [192.0.2.20]
            SMTP error from remote mail server after RCPT TO:<READER>:
            550 Unrouteable address

        ------ This is a copy of the message, including all the headers. ------

        Return-path: <bounces@modeltrends.example>
        {Returned}
        """, head: Head + "X-Failed-Recipients: READER\n");

    public static readonly string EximWarning = Plain($"""
        This message was created automatically by mail delivery software.
        A message that you sent has not yet been delivered to one or more of its
        recipients after more than 24 hours on the queue on mx.example.

        The address to which the message has not yet been delivered is:

          READER
            host mx.example.org: retry time not reached

        No action is required on your part. Delivery attempts will continue for
        some time, and this warning may be repeated at intervals if the message
        remains undelivered.

        {Returned}
        """);

    public static readonly string Postfix = Plain($"""
        This is the mail system at host relay.example.

        I'm sorry to have to inform you that your message could not
        be delivered to one or more recipients. It's attached below.

                           The mail system

        <READER>: host mx.example.org[192.0.2.20] said: 550 <READER>:
            Recipient address rejected: User unknown in local recipient table (in
            reply to RCPT TO command)

        {Returned}
        """);

    public static readonly string Yahoo = Plain($"""
        Sorry, we were unable to deliver your message to the following address.

        <READER>:
        554: 30: Sorry, your message to READER cannot be delivered. This mailbox is disabled (554.30).

        --- Forwarded message is attached: a copy of the original ---

        {Returned}
        """);

    public static readonly string Chinese = Html("抱歉，您的邮件被退回来了\n收件人：READER\n退信原因：收件人邮箱地址不存在，邮件无法送达。\n550 User not found\n建议解决方案：请核实收件人地址。\nMessage-ID: &lt;MAILID&gt;");

    public static readonly string ChineseFull = Plain("很抱歉，您发送的邮件被退回。\n无法发送到 READER\n退信原因 对方邮箱已满，邮件无法送达。\n原始邮件 MAILID\n");

    public static readonly string Japanese = Plain($"""
        次の宛先へのメールは、配信できませんでした。

        READER
        理由: 宛先のメールアドレスが存在しません。

        {Returned}
        """);

    public static readonly string Away = Plain("I am away until Monday; mail may be rejected for good meanwhile.\n\nTO\n", head: Head.Replace("Subject: Undelivered Mail Returned to Sender", "Subject: Automatic reply: China\nIn-Reply-To: <MAILID>\nReturn-Path: <>", StringComparison.Ordinal));
}
