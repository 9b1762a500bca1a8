using System.Globalization;
using ModelTrends.Domain.Labs;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Labs;

public sealed class RegistryTests
{
    private static readonly Registry Registry = Registry.Load();

    [Fact]
    public void The_bundled_files_keep_every_rule_and_reach_the_size_they_must()
    {
        RegistryCheck.Run(RegistryFile.Bundled()).Problems.ShouldBeEmpty();
        Registry.NamespaceCount.ShouldBeGreaterThanOrEqualTo(500);
        Registry.Labs.Count(lab => lab.Kind != LabKind.Individual).ShouldBeGreaterThanOrEqualTo(300);
        Registry.Families.Count(family => family.Generations.Count > 0).ShouldBeGreaterThanOrEqualTo(60);
    }

    [Theory]
    [InlineData("Qwen/Qwen2.5-7B-Instruct", "alibaba", "CN", "qwen", "Qwen2.5")]
    [InlineData("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "deepseek", "CN", "deepseek", "DeepSeek-R1")]
    [InlineData("openai/gpt-oss-120b", "openai", "US", "gpt-oss", "gpt-oss")]
    [InlineData("moonshotai/Kimi-K2-Instruct", "moonshot", "CN", "kimi", "Kimi-K2")]
    [InlineData("zai-org/GLM-4.6", "zai", "CN", "glm", "GLM-4.6")]
    [InlineData("THUDM/glm-4-9b-chat", "zai", "CN", "glm", "GLM-4")]
    [InlineData("meta-llama/Llama-4-Maverick-17B-128E-Instruct", "meta", "US", "llama", "Llama 4")]
    [InlineData("google/gemma-3-27b-it", "google", "US", "gemma", "Gemma 3")]
    [InlineData("google/gemma-3n-E4B-it", "google", "US", "gemma", "Gemma 3n")]
    [InlineData("mistralai/Mistral-7B-Instruct-v0.3", "mistral", "FR", "mistral", "Mistral 7B")]
    [InlineData("MiniMaxAI/MiniMax-M2", "minimax", "CN", "minimax", "MiniMax-M2")]
    [InlineData("gpt2", "openai", "US", "gpt2", "GPT-2")]
    public void A_name_gives_lab_country_family_and_generation(string name, string lab, string country, string family, string generation)
    {
        var found = Registry.Attribute(name);
        found.Lab.Id.ShouldBe(lab);
        found.Lab.Country.ShouldBe(country);
        found.Family?.Id.ShouldBe(family);
        found.Generation?.Name.ShouldBe(generation);
        found.Rule.ShouldBe(Rules.Namespace);
        found.Evidence.ShouldNotBeNull().StartsWith("https://huggingface.co/", StringComparison.Ordinal).ShouldBeTrue();
    }

    [Theory]
    [InlineData("lmstudio-community/Qwen3-8B-GGUF", "lmstudio-community", "international")]
    [InlineData("unsloth/Qwen3-30B-A3B-GGUF", "unsloth", "US")]
    [InlineData("bartowski/Qwen2.5-7B-Instruct-GGUF", "bartowski", "individual")]
    public void A_model_of_another_namespace_joins_no_family_by_its_name(string name, string lab, string country)
    {
        var found = Registry.Attribute(name);
        (found.Lab.Id, found.Lab.Country, found.Family).ShouldBe((lab, country, null));
    }

    [Fact]
    public void Letter_case_does_not_matter_in_namespaces() =>
        Registry.Attribute("qwen/qwen3-8b").ShouldBe(Registry.Attribute("QWEN/qwen3-8b"));

    [Fact]
    public void A_namespace_nobody_tagged_is_unknown_and_unknown_is_a_value()
    {
        var found = Registry.Attribute("nobody-has-tagged-this/x");
        (found.Lab, found.Rule, found.Evidence).ShouldBe((Lab.Unknown, Rules.None, null));
        Lab.Unknown.Region.ShouldBe("unknown");
    }

    [Fact]
    public void A_namespace_that_changed_hands_follows_the_day_the_model_was_made()
    {
        Registry.Attribute("sentence-transformers/all-MiniLM-L6-v2", new DateOnly(2022, 3, 2)).Lab.Country.ShouldBe("DE");
        Registry.Attribute("sentence-transformers/static-x", new DateOnly(2026, 1, 1)).Lab.Country.ShouldBe("US");
    }

    /// <summary>The sentence-transformers went from Darmstadt to Hugging Face on 22 October 2025, with everything published under the name.</summary>
    [Fact]
    public void Publishers_are_the_owners_day_by_day_and_a_namespace_moves_its_whole_stock()
    {
        (DateOnly, string)[] Owners(string model, DateOnly? created, DateOnly? seen = null) =>
            [.. Registry.OwnersOf(model, created, seen).Select(period => (period.From, period.Owner.Lab.Country))];

        Owners("sentence-transformers/all-MiniLM-L6-v2", new DateOnly(2022, 3, 2)).ShouldBe([(new DateOnly(2022, 3, 2), "DE"), (new DateOnly(2025, 10, 22), "US")]);
        Owners("sentence-transformers/static-x", new DateOnly(2026, 1, 1)).ShouldBe([(new DateOnly(2026, 1, 1), "US")]);
        Owners("Qwen/Qwen3-8B", null, new DateOnly(2026, 5, 4)).ShouldBe([(new DateOnly(2026, 5, 4), "CN")]);
    }

    [Fact]
    public void What_was_published_under_a_name_that_was_given_up_stays_its_owners() =>
        Registry.OwnersOf("THUDM/glm-4-9b", new DateOnly(2024, 6, 4), null).Select(period => period.Owner.Lab.Id).ShouldBe(["zai"]);

    [Theory]
    [InlineData("THUDM/glm-4-9b", "2024-06-04", null, "zai")]
    [InlineData("THUDM/glm-4-9b", null, "2026-02-15", "zai")]
    [InlineData("THUDM/whoever-took-the-name", "2026-05-01", null, "unknown")]
    [InlineData("zai-org/chatglm-6b", "2023-03-13", null, "zai")]
    [InlineData("zai-org/GLM-5", "2026-02-11", null, "zai")]
    [InlineData("CohereForAI/aya-101", "2024-02-08", null, "cohere")]
    [InlineData("CohereLabs/command-a-reasoning-08-2025", "2025-08-21", null, "cohere")]
    [InlineData("sentence-transformers/all-MiniLM-L6-v2", null, "2024-05-08", "ukp")]
    public void A_renamed_namespace_is_the_labs_under_both_names_while_it_was(string name, string? created, string? seen, string lab) =>
        Registry.Attribute(name, Day(created), Day(seen)).Lab.Id.ShouldBe(lab);

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("huggingface", "US")]
    [InlineData("stability", "GB")]
    [InlineData("black-forest-labs", "DE")]
    [InlineData("sensetime", "CN")]
    [InlineData("fishaudio", "US")]
    [InlineData("miromind", "SG")]
    [InlineData("minimax", "CN")]
    [InlineData("depth-anything", "CN")]
    [InlineData("openbmb", "CN")]
    [InlineData("hku", "HK")]
    [InlineData("jina", "DE")]
    [InlineData("ggml", "international")]
    public void A_judgement_call_has_its_note(string lab, string country)
    {
        var found = Registry.FindLab(lab).ShouldNotBeNull();
        found.Country.ShouldBe(country);
        found.Note.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Every_lab_gives_the_page_of_one_of_its_namespaces_as_evidence()
    {
        foreach (var lab in Registry.Labs)
            lab.Evidence.ShouldContain(e => lab.Namespaces.Any(ns => e.Url == "https://huggingface.co/" + ns.Name), lab.Id);
    }

    [Fact]
    public void An_override_wins_names_its_author_and_changes_the_version()
    {
        var tag = new NamespaceOverride("unheard-of", "alibaba", "Alibaba", LabKind.Company, "CN", "https://example.org/news", "A press release says so", "admin", new DateOnly(2026, 11, 24));
        var tagged = Registry.With([tag]);
        var found = tagged.Attribute("Unheard-Of/x");
        (found.Lab.Id, found.Rule, found.Evidence).ShouldBe(("alibaba", Rules.Override, "https://example.org/news"));
        string.Equals(tagged.Version, Registry.Version, StringComparison.Ordinal).ShouldBeFalse();
        tagged.FindNamespace("unheard-of")!.Value.Namespace.Author.ShouldBe("admin");
    }

    /// <summary>Worker and readers' requests run in different languages: they have to agree on which registry is in force.</summary>
    [Fact]
    public void The_version_of_a_tagged_registry_is_the_same_in_every_language_on_every_day()
    {
        var tag = new NamespaceOverride("unheard-of", "alibaba", "Alibaba", LabKind.Company, "CN", "https://example.org/news", "A press release says so", "admin", new DateOnly(2026, 12, 1));
        string Version(string culture)
        {
            var before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            try
            {
                return Registry.With([tag]).Version;
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }

        new[] { "", "en", "hi", "zh" }.Select(Version).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("CN", "china")]
    [InlineData("HK", "rest")]
    [InlineData("US", "united-states")]
    [InlineData("GB", "europe")]
    [InlineData("CH", "europe")]
    [InlineData("NO", "europe")]
    [InlineData("FR", "europe")]
    [InlineData("IN", "rest")]
    [InlineData("international", "international")]
    [InlineData("individual", "individual")]
    public void Countries_belong_to_regions(string country, string region) => Regions.Of(country).ShouldBe(region);
}
