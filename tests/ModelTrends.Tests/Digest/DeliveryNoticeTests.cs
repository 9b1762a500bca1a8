using System.Text;
using MimeKit;
using ModelTrends.Digest.Bounces;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Tests.Digest;

/// <summary>Letters in the shapes they come in, read into reports; no mailbox and no database is needed for it.</summary>
public sealed class DeliveryNoticeTests
{
    private const string Name = "2026-w47.0123456789abcdef0123456789abcdef";
    private const string Id = Name + "@modeltrends.example";

    public static TheoryData<string, string, BounceAction, FailureReason> Letters => new()
    {
        { "as it should be", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1")), BounceAction.Failed, FailureReason.Address },
        { "words before the fields", NoticeTexts.Report("These addresses are gone\n\n" + NoticeTexts.Fields("failed", "5.1.1")), BounceAction.Failed, FailureReason.Address },
        { "words among the fields", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1", machine: "a server says this\nReporting-MTA: dns; mx.example\n")), BounceAction.Failed, FailureReason.Address },
        { "one group", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1", machine: "Reporting-MTA: dns; mx.example\n")), BounceAction.Failed, FailureReason.Address },
        { "base64 that no header tells of", NoticeTexts.Report(Convert.ToBase64String(Encoding.ASCII.GetBytes(NoticeTexts.Fields("failed", "5.1.1").Replace("READER", "anna@example.org", StringComparison.Ordinal)), Base64FormattingOptions.InsertLineBreaks)), BounceAction.Failed, FailureReason.Address },
        { "labelled as text", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1"), "text/plain"), BounceAction.Failed, FailureReason.Address },
        { "labelled as bytes", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1"), "application/octet-stream"), BounceAction.Failed, FailureReason.Address },
        { "of the newer kind", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1").Replace("rfc822;", "utf-8;", StringComparison.Ordinal), "message/global-delivery-status"), BounceAction.Failed, FailureReason.Address },
        { "in another letter", NoticeTexts.Nested(NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1"))), BounceAction.Failed, FailureReason.Address },
        { "in two others", NoticeTexts.Nested(NoticeTexts.Nested(NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1"))), level: 1), BounceAction.Failed, FailureReason.Address },
        { "an action with more words", NoticeTexts.Report(NoticeTexts.Fields("Failed (final)", "4.4.7")), BounceAction.Failed, FailureReason.Route },
        { "a code folded onto the next line", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.0.0", "smtp;\n 550\n\t5.7.1 not from you")), BounceAction.Failed, FailureReason.Policy },
        { "the reason in the text for people", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.0.0")).Replace("could not be delivered.", "could not be delivered to READER: 550 5.7.1 not from you", StringComparison.Ordinal), BounceAction.Failed, FailureReason.Policy },
        { "control signs in fields", NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1\u0007", "smtp; 550 \u0000\u001b[31mgone")), BounceAction.Failed, FailureReason.Address },
        { "a delay", NoticeTexts.Report(NoticeTexts.Fields("delayed", "5.4.7")), BounceAction.Delayed, FailureReason.Route },
        { "qmail", NoticeTexts.Qmail, BounceAction.Failed, FailureReason.Address },
        { "Exim", NoticeTexts.Exim, BounceAction.Failed, FailureReason.Address },
        { "Exim's warning", NoticeTexts.EximWarning, BounceAction.Delayed, FailureReason.Route },
        { "Postfix", NoticeTexts.Postfix, BounceAction.Failed, FailureReason.Address },
        { "Yahoo", NoticeTexts.Yahoo, BounceAction.Failed, FailureReason.Address },
        { "Chinese, gone", NoticeTexts.Chinese, BounceAction.Failed, FailureReason.Address },
        { "Chinese, full", NoticeTexts.ChineseFull, BounceAction.Failed, FailureReason.Mailbox },
        { "Japanese", NoticeTexts.Japanese, BounceAction.Failed, FailureReason.Address },
    };

    [Theory]
    [MemberData(nameof(Letters))]
    public void Each_shape_gives_the_recipient_the_mail_and_the_reason(string shape, string letter, BounceAction action, FailureReason reason)
    {
        using var notice = Load(letter);

        var report = DeliveryNotice.Read(notice).ShouldHaveSingleItem(shape);

        DeliveryNotice.MayBeOne(notice.Headers).ShouldBeTrue();
        report.Recipient.ShouldBe("anna@example.org");
        report.MessageIds.Concat(report.Names.Select(name => name + "@modeltrends.example")).ShouldContain(found => found == Id);
        report.Action.ShouldBe(action);
        FailureStatus.Of(report.Diagnostic, report.Status, report.Words).ShouldBe(reason);
    }

    [Fact]
    public void Who_is_away_a_report_of_another_kind_and_a_reader_who_answers_report_nothing()
    {
        using var away = Load(NoticeTexts.Away);
        using var abuse = Load(NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1"), "message/feedback-report").Replace("report-type=delivery-status", "report-type=feedback-report", StringComparison.Ordinal).Replace("Final-Recipient", "Feedback-Type", StringComparison.Ordinal));
        using var answer = Load($"From: Anna <anna@example.org>\nSubject: Re: China\nIn-Reply-To: <{Id}>\n\nMy mail to you was rejected: 550 5.1.1 user unknown\n");

        DeliveryNotice.Read(away).ShouldBeEmpty();
        DeliveryNotice.Read(abuse).ShouldBeEmpty();
        DeliveryNotice.Read(answer).ShouldBeEmpty();
        DeliveryNotice.MayBeOne(answer.Headers).ShouldBeFalse();
    }

    [Fact]
    public void Every_recipient_of_a_notice_has_a_report_of_its_own()
    {
        using var notice = Load(NoticeTexts.Report("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822;b@example.org\nAction: delivered\nStatus: 2.0.0\nFinal-Recipient: rfc822;c@example.org\nStatus: 5.2.2\n"));

        DeliveryNotice.Read(notice).Select(report => (report.Recipient, report.Action, report.Status)).ShouldBe([
            ("a@example.org", BounceAction.Failed, "5.1.1"), ("b@example.org", BounceAction.Delivered, "2.0.0"), ("c@example.org", BounceAction.Unsaid, "5.2.2")]);
    }

    [Theory]
    [InlineData("To: bounces+NAME@modeltrends.example")]
    [InlineData("Delivered-To: <bounces+NAME@modeltrends.example>")]
    [InlineData("X-Original-To: BOUNCES+NAME@modeltrends.example")]
    public void The_return_path_names_the_mail_where_a_relay_changed_its_id(string header)
    {
        using var notice = Load(header.Replace("NAME", Name, StringComparison.Ordinal) + "\n" + NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1")).Replace("<MAILID>", "<0102-relay@relay.example>", StringComparison.Ordinal));

        DeliveryNotice.Read(notice).ShouldHaveSingleItem().Names.ShouldBe([Name]);
    }

    [Fact]
    public void A_letter_made_to_do_harm_is_read_to_an_end()
    {
        var deep = Enumerable.Range(0, 400).Aggregate(NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1")), (inner, i) => i < 60 ? NoticeTexts.Nested(inner, i) : inner);
        using var nested = Load(deep);
        using var many = Load(NoticeTexts.Report(string.Concat(Enumerable.Repeat("Final-Recipient: rfc822; x@example.org\nAction: failed\n\n", 20_000))));

        DeliveryNotice.Read(nested).Count.ShouldBeLessThanOrEqualTo(1);
        DeliveryNotice.Read(many).Count.ShouldBeLessThanOrEqualTo(100);
    }

    [Theory]
    [InlineData("bounces+{mail}@example.org", "bounces+" + Name + "@example.org", "bounces@example.org")]
    [InlineData("{mail}@bounces.example.org", Name + "@bounces.example.org", "@bounces.example.org")]
    [InlineData("bounces@example.org", "bounces@example.org", "bounces@example.org")]
    public void A_return_path_has_the_mails_name_where_the_setting_has_its_place(string setting, string named, string unnamed)
    {
        MailName.ReturnPath(setting, MailName.Of(Id)).ShouldBe(named);
        MailName.ReturnPath(setting, MailName.Of("something.else@modeltrends.example")).ShouldBe(unnamed);
    }

    private static MimeMessage Load(string letter) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(NoticeTexts.About(letter, "anna@example.org", Id))));
}
