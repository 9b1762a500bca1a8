using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class TraitsTests
{
    [Theory]
    [InlineData("trl-internal-testing/tiny-Qwen2ForCausalLM-2.5", true)]
    [InlineData("hf-internal-testing/llama-tokenizer", true)]
    [InlineData("someone/tiny-random-gpt2", true)]
    [InlineData("TinyLlama/TinyLlama-1.1B-Chat-v1.0", false)]
    [InlineData("Qwen/Qwen3-8B", false)]
    public void Test_repositories_are_known_by_their_names(string name, bool isSuspect) => Traits.IsCiSuspect(name).ShouldBe(isSuspect);

    [Theory]
    [InlineData(null, SizeClass.Unknown)]
    [InlineData(999_999_999L, SizeClass.Below1B)]
    [InlineData(1_000_000_000L, SizeClass.From1B)]
    [InlineData(5_000_000_000L, SizeClass.From5B)]
    [InlineData(49_999_999_999L, SizeClass.From10B)]
    [InlineData(250_000_000_000L, SizeClass.From250B)]
    public void A_size_belongs_to_the_class_that_begins_with_it(long? parameters, SizeClass size) => Traits.SizeOf(parameters).ShouldBe(size);

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", "text-generation", null, true)]
    [InlineData("meta-llama/Llama-Guard-3-8B", "text-generation", null, false)]
    [InlineData("Qwen/Qwen3-Embedding-8B", "text-generation", null, false)]
    [InlineData("x/llama-GGUF", "text-generation", "quantized", false)]
    [InlineData("x/llama-lora", "text-generation", "adapter", false)]
    [InlineData("x/model", "feature-extraction", null, false)]
    public void Mainline_is_first_party_language_and_no_variant(string name, string task, string? relation, bool isCandidate) =>
        Traits.Of(name, task, 8_000_000_000, relation, new DateOnly(2025, 1, 1), null).Flags.HasFlag(TraitFlags.MainlineCandidate).ShouldBe(isCandidate);

    [Fact]
    public void Older_than_chatgpt_is_not_mainline() =>
        Traits.Of("bigscience/bloom", "text-generation", 176_000_000_000, null, new DateOnly(2022, 7, 1), null).Flags.ShouldBe(TraitFlags.None);

    [Fact]
    public void The_first_stored_day_means_earlier_and_tells_no_release() =>
        Traits.Of("google-bert/bert-base-uncased", "fill-mask", null, null, Traits.FirstStoredDay, null).Released.ShouldBeNull();
}
