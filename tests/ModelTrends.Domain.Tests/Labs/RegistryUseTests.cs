using ModelTrends.Domain.Labs;

namespace ModelTrends.Domain.Tests.Labs;

public sealed class RegistryUseTests
{
    private static readonly RegistryFile Labs = new("labs/one.yaml",
        """
        labs:
          - id: weather
            name: Weather
            kind: company
            country: KE
            namespaces:
              - weather-ai
              - { name: wether-ai, to: 2025-01-01 }
            evidence: [{ url: 'https://huggingface.co/weather-ai', note: 'Its page', checked: no }]
        """);

    private static readonly RegistryFile Families = new("families/one.yaml",
        """
        families:
          - id: rain
            name: Rain
            lab: weather
            pattern: '^Rain'
            example: Rain-1B
            generations:
              - { name: 'Rain 2', pattern: '^Rain-?2', example: 'Rain-2-7B' }
              - { name: 'Rain 3', pattern: '^Rain-?3', example: 'Rain-3-7B' }
          - id: snow
            name: Snow
            lab: weather
            pattern: '^(Snow|Rain-snow)'
            example: Snow-1B
        """);

    private static readonly Registry Registry = Registry.Parse([Labs, Families]);

    [Fact]
    public void Namespaces_and_patterns_that_no_stored_model_answers_to_are_named_with_their_lines()
    {
        var stored = Stored("WEATHER-AI/Rain-2-7B", "weather-ai/rain-1b");

        Lines(Labs, stored).ShouldBe(["labs/one.yaml:8 'wether-ai'"]);
        Lines(Families, stored).ShouldBe(["families/one.yaml:9 '^Rain-?3'", "families/one.yaml:13 '^(Snow|Rain-snow)'"]);
    }

    [Fact]
    public void A_model_that_an_earlier_family_takes_is_none_of_the_later_one() =>
        Lines(Families, Stored("weather-ai/Rain-snow", "weather-ai/Rain-2", "weather-ai/Rain3")).ShouldBe(["families/one.yaml:13 '^(Snow|Rain-snow)'"]);

    [Fact]
    public void What_is_used_is_not_named()
    {
        var stored = Stored("weather-ai/Rain-2-7B", "weather-ai/Rain-3-7B", "wether-ai/Snow-2");

        Lines(Labs, stored).ShouldBeEmpty();
        Lines(Families, stored).ShouldBeEmpty();
        RegistryUse.NamespacesOf(Families, Registry).ShouldBe(["weather-ai", "wether-ai"]);
    }

    private static string[] Lines(RegistryFile file, ILookup<string, string> stored) =>
        [.. RegistryUse.Unmatched(file, Registry, stored).Select(row => $"{row.File}:{row.Line} '{row.Message.Split('\'')[1]}'")];

    private static ILookup<string, string> Stored(params string[] names) => names.ToLookup(ModelId.Owner, ModelId.Repository, StringComparer.OrdinalIgnoreCase);
}
