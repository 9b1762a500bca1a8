using ModelTrends.Digest.Delivery;

namespace ModelTrends.Tests.Digest;

public sealed class FailureStatusTests
{
    [Theory]
    [InlineData("smtp; 550 5.7.1 [192.0.2.10] refused, on a block list", "5.0.0", FailureReason.Policy)]
    [InlineData("smtp; 552 5.2.2 over quota", "5.0.0", FailureReason.Mailbox)]
    [InlineData("smtp; 550 5.2.1 mailbox disabled", "5.0.0", FailureReason.Mailbox)]
    [InlineData("smtp; 550 5.1.1 <…>: no such user", "5.5.0", FailureReason.Address)]
    [InlineData("smtp; 550 5.1.1 unknown", "5.7.1", FailureReason.Address)]
    [InlineData("smtp; 554 5.7.1 blocked", "5.1.1", FailureReason.Policy)]
    [InlineData("smtp; 550 Unknown user", "5.0.0", FailureReason.Address)]
    [InlineData("smtp; 550 rejected because of your network's reputation", "5.0.0", FailureReason.Policy)]
    [InlineData("smtp; 550 something went wrong", "5.0.0", FailureReason.Unsaid)]
    [InlineData(null, "5.0.0", FailureReason.Address)]
    [InlineData(null, "5.5.0", FailureReason.Unsaid)]
    [InlineData(null, "5.2.1", FailureReason.Address)]
    [InlineData("smtp; 550 5.2.1 the user is receiving mail too quickly", "5.2.1", FailureReason.Policy)]
    [InlineData("smtp; 550 5.4.1 Recipient address rejected: Access denied. [AS(201806281)]", "5.4.1", FailureReason.Address)]
    [InlineData("smtp; 554 5.7.1 <…>: Recipient address rejected: Access denied", "5.7.1", FailureReason.Policy)]
    [InlineData(null, "5.4.7", FailureReason.Route)]
    [InlineData(null, "4.4.7", FailureReason.Route)]
    [InlineData("X-Postfix; connect to example.org[192.0.2.20]:25: Connection timed out", "4.4.1", FailureReason.Route)]
    [InlineData(null, "4.1.1", FailureReason.Route)]
    [InlineData(null, "5.4.4", FailureReason.Address)]
    [InlineData(null, "5.1.8", FailureReason.Policy)]
    [InlineData("Sorry, no mailbox here by that name. (#5.1.1)", null, FailureReason.Address)]
    [InlineData("smtp; 550 connection from 5.1.1.9 with client 2.5.1.1 refused, listed by dnsbl", "5.0.0", FailureReason.Policy)]
    public void The_most_exact_of_all_codes_and_words_decides(string? said, string? status, FailureReason reason) => FailureStatus.Of(said, status).ShouldBe(reason);

    [Theory]
    [InlineData("550 Mailbox not found", FailureReason.Address)]
    [InlineData("mailbox\r\n    unavailable", FailureReason.Address)]
    [InlineData("550 mailbox unavailable: blocked by an administrator", FailureReason.Policy)]
    [InlineData("退信原因：收件人邮箱地址不存在", FailureReason.Address)]
    [InlineData("对方邮箱已满，请稍后再试", FailureReason.Mailbox)]
    [InlineData("您的邮件被判定为垃圾邮件", FailureReason.Policy)]
    [InlineData("宛先のメールアドレスが存在しません", FailureReason.Address)]
    [InlineData("メールボックスの容量を超えています", FailureReason.Mailbox)]
    [InlineData("受信拒否の設定", FailureReason.Policy)]
    [InlineData("retry timeout exceeded", FailureReason.Route)]
    [InlineData("a pleasant day", FailureReason.Unsaid)]
    public void Words_decide_where_there_is_no_exact_code(string said, FailureReason reason) => FailureStatus.Of(said).ShouldBe(reason);

    [Fact]
    public void A_text_of_any_size_and_sort_is_read_in_its_first_part() =>
        FailureStatus.Of(string.Concat(Enumerable.Repeat("5.\ud800\0 4.", 200_000)) + "5.1.1").ShouldBe(FailureReason.Unsaid);
}
