using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Tests.Digest;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("anna@example.org", "anna@example.org")]
    [InlineData(" Anna.B+x@Example.ORG ", "anna.b+x@example.org")]
    [InlineData("anna@bücher.example", "anna@xn--bcher-kva.example")]
    public void Addresses_are_compared_in_lower_case_with_the_domain_in_ascii(string typed, string key) =>
        EmailAddress.Parse(typed)!.Key.ShouldBe(key);

    [Theory]
    [InlineData("\u200banna@example.org")]
    [InlineData("anna\u200d@example.org")]
    [InlineData("\ufeffanna@example.org")]
    [InlineData("an\u00adna@example.org")]
    [InlineData("\u202aanna@example.org\u202c")]
    [InlineData("\u2066anna@example.org\u2069")]
    [InlineData("anna\ufe0f@example.org")]
    [InlineData("anna@example.org\u034f")]
    [InlineData("anna@example.org\U000e0061")]
    [InlineData("anna@example.org.")]
    [InlineData("anna@example.org..")]
    [InlineData("anna@example\u3002org\u3002")]
    [InlineData("anna@example\uff0eorg")]
    [InlineData("\uff41\uff4e\uff4e\uff41\uff20\uff25xample.org")]
    [InlineData("\u3000anna@example.org\u00a0")]
    [InlineData("anna@EXAMPLE.ORG")]
    public void What_nobody_sees_makes_no_other_address_and_is_not_mailed_to(string typed) => EmailAddress.Parse(typed).ShouldBe(new EmailAddress("anna@example.org", "anna@example.org"));

    [Theory]
    [InlineData("li@b\u00fccher.example")]
    [InlineData("li@bu\u0308cher.example")]
    [InlineData("li@B\u00dcCHER.example.")]
    [InlineData("li@xn--bcher-kva.example")]
    [InlineData("li@XN--BCHER-KVA.example")]
    public void All_forms_of_a_domain_with_other_letters_are_one(string typed) => EmailAddress.Parse(typed)!.Key.ShouldBe("li@xn--bcher-kva.example");

    [Theory]
    [InlineData("\ud800anna@example.org")]
    [InlineData("an\0na@example.org")]
    [InlineData("\uff1canna@example.org\uff1e")]
    [InlineData("an\u00a0na@example.org")]
    [InlineData("\u200b@example.org")]
    [InlineData("anna@\u200b.")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("@example.org")]
    [InlineData("anna@localhost")]
    [InlineData("Anna <anna@example.org>")]
    [InlineData("anna@example.org, bob@example.org")]
    [InlineData("anna@example.org\r\nBcc: everyone@example.org")]
    [InlineData("anna@exa mple.org")]
    [InlineData("anna@-bad-.example")]
    public void What_is_no_single_address_is_refused(string? typed) => EmailAddress.Parse(typed).ShouldBeNull();

    [Fact]
    public void Administrators_see_addresses_masked() => EmailAddress.Mask("anna@example.org").ShouldBe("a…@example.org");
}
