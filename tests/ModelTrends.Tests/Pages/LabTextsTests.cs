using System.Collections;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Localization;
using ModelTrends.Domain.Labs;
using ModelTrends.Pages.Labs;

namespace ModelTrends.Tests.Pages;

public sealed class LabTextsTests
{
    [Theory]
    [InlineData("en", "China", "France", "Individuals", "Hong Kong", "Thailand")]
    [InlineData("hi", "चीन", "फ़्रांस", "व्यक्ति", "हांगकांग", "थाईलैंड")]
    [InlineData("zh", "中国", "法国", "个人", "香港", "泰国")]
    public void Countries_are_named_in_the_readers_language_and_script(string language, string china, string france, string individuals, string hongKong, string thailand) => In(language, texts =>
    {
        texts.Country("HK").ShouldBe(hongKong);
        texts.Country("TH").ShouldBe(thailand);
        texts.Country("CN").ShouldBe(china);
        texts.Country("FR").ShouldBe(france);
        texts.Country("individual").ShouldBe(individuals);
    });

    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public void Every_rule_kind_and_region_has_a_text(string language) => In(language, texts =>
    {
        foreach (var rule in (string[])[Rules.Namespace, Rules.BaseModel, Rules.MissingBase, Rules.Cycle, Rules.Depth, Rules.Override, Rules.None]) texts["Rule." + rule].ResourceNotFound.ShouldBeFalse(rule);
        foreach (var kind in LabKinds.All) texts["Kind." + kind].ResourceNotFound.ShouldBeFalse(kind);
        foreach (var region in Regions.All) texts["Region." + region].ResourceNotFound.ShouldBeFalse(region);
    });

    [Theory]
    [InlineData("hi")]
    [InlineData("zh")]
    public void Every_text_is_translated_with_the_same_places_for_values(string language)
    {
        var manager = new ResourceManager(typeof(Texts));
        var translated = manager.GetResourceSet(new CultureInfo(language), true, false)!.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in manager.GetResourceSet(CultureInfo.InvariantCulture, true, false)!)
        {
            translated.ShouldContainKey((string)entry.Key);
            for (var i = 0; i < 3; i++)
                translated[(string)entry.Key].Contains($"{{{i}}}", StringComparison.Ordinal).ShouldBe(((string)entry.Value!).Contains($"{{{i}}}", StringComparison.Ordinal), (string)entry.Key);
        }
    }

    private static void In(string language, Action<IStringLocalizer<Texts>> check)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        try
        {
            using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
            check(services.GetRequiredService<IStringLocalizer<Texts>>());
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
