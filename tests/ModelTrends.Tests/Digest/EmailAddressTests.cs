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
