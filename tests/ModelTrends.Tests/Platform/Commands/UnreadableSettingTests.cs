using Microsoft.Extensions.Configuration;
using ModelTrends.HuggingFace;
using ModelTrends.Platform.Commands;
using ModelTrends.Snapshots;

namespace ModelTrends.Tests.Platform.Commands;

public sealed class UnreadableSettingTests
{
    [Theory]
    [InlineData("PageSize", "abc", "Hub:PageSize is 'abc' and must be a whole number.")]
    [InlineData("RequestTimeout", "soon", "Hub:RequestTimeout is 'soon' and must be a time such as 00:05:00 or 1.00:00:00 for a day.")]
    public void A_setting_of_the_wrong_kind_is_named_with_what_it_may_hold(string name, string value, string expected) =>
        Describe<HubOptions>(name, value).ShouldBe(expected);

    [Fact]
    public void A_word_that_is_none_of_a_choice_is_answered_with_the_choice() =>
        Describe<PollOptions>("Scope", "everything").ShouldBe("Hub:Scope is 'everything' and must be one of hub, labs, trending, archive.");

    [Fact]
    public void Other_faults_are_left_alone() =>
        UnreadableSetting.Describe(new InvalidOperationException("Sequence contains no elements")).ShouldBeNull();

    private static string? Describe<TOptions>(string name, string value)
        where TOptions : new()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Hub:" + name, value)]).Build();
        var fault = Should.Throw<InvalidOperationException>(() => configuration.GetSection("Hub").Bind(new TOptions()));
        return UnreadableSetting.Describe(fault);
    }
}
