using ModelTrends.Domain.Labs;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Labs;

/// <summary>Names as they stand on the Hub, and the family and generation they are of.</summary>
public sealed class FamilyTests
{
    [Theory]
    [InlineData("Qwen2.5", "Qwen/Qwen2.5-7B-Instruct", "Qwen/Qwen2.5-VL-3B-Instruct", "Qwen/Qwen2.5-Coder-14B-Instruct", "Qwen/Qwen2.5-0.5B")]
    [InlineData("Qwen3", "Qwen/Qwen3-0.6B", "Qwen/Qwen3-VL-8B-Instruct-FP8", "Qwen/Qwen3-Embedding-0.6B", "Qwen/Qwen3-30B-A3B-Instruct-2507")]
    [InlineData("Qwen3.6", "Qwen/Qwen3.6-35B-A3B-FP8", "Qwen/Qwen3.6-27B")]
    [InlineData("Qwen1.5", "Qwen/Qwen1.5-0.5B-Chat", "Qwen/CodeQwen1.5-7B-Chat")]
    [InlineData("QwQ", "Qwen/QwQ-32B-Preview", "Qwen/QVQ-72B-Preview")]
    [InlineData("GTE-Qwen2", "Alibaba-NLP/gte-Qwen2-7B-instruct")]
    [InlineData("DeepSeek-R1", "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "deepseek-ai/DeepSeek-R1-0528-Qwen3-8B")]
    [InlineData("DeepSeek-V3", "deepseek-ai/DeepSeek-V3-0324", "deepseek-ai/DeepSeek-V3-Base")]
    [InlineData("DeepSeek-V3.2", "deepseek-ai/DeepSeek-V3.2-Exp", "deepseek-ai/DeepSeek-V3.2-Speciale")]
    [InlineData("DeepSeek-V4", "deepseek-ai/DeepSeek-V4-Flash-0731", "deepseek-ai/DeepSeek-V4-Pro-Base")]
    [InlineData("Kimi-K2", "moonshotai/Kimi-K2-Instruct", "moonshotai/Kimi-K2-Thinking", "moonshotai/Kimi-K2-Instruct-0905")]
    [InlineData("Kimi-K2.5", "moonshotai/Kimi-K2.5")]
    [InlineData("Kimi-K2.7", "moonshotai/Kimi-K2.7-Code")]
    [InlineData("Kimi-K3", "moonshotai/Kimi-K3")]
    [InlineData("GLM-4.6", "zai-org/GLM-4.6", "zai-org/GLM-4.6V-Flash", "zai-org/GLM-4.6-FP8")]
    [InlineData("GLM-4", "zai-org/glm-4-9b-chat-hf", "THUDM/glm-4-9b-chat", "zai-org/GLM-4-32B-0414")]
    [InlineData("GLM-5", "zai-org/GLM-5-FP8", "zai-org/GLM-5")]
    [InlineData("GLM-5.2", "zai-org/GLM-5.2", "zai-org/GLM-5.2-FP8")]
    [InlineData("ChatGLM3", "THUDM/chatglm3-6b", "zai-org/chatglm3-6b")]
    [InlineData("MiniMax-M2.5", "MiniMaxAI/MiniMax-M2.5")]
    [InlineData("Hunyuan-MT", "tencent/HY-MT1.5-1.8B-GGUF", "tencent/Hy-MT2-1.8B")]
    [InlineData("ERNIE 4.5", "baidu/ERNIE-4.5-0.3B-PT", "baidu/ERNIE-4.5-VL-28B-A3B-Thinking")]
    [InlineData("InternVL3.5", "OpenGVLab/InternVL3_5-8B-HF", "OpenGVLab/InternVL3_5-GPT-OSS-20B-A4B-Preview")]
    [InlineData("BGE-M3", "BAAI/bge-m3")]
    [InlineData("Seed-OSS", "ByteDance-Seed/Seed-OSS-36B-Instruct")]
    [InlineData("Ling 3.0", "inclusionAI/Ling-3.0-flash-base-30T", "inclusionAI/Ling-3.0-tiny")]
    [InlineData("MiMo-V2.5", "XiaomiMiMo/MiMo-V2.5-Pro", "XiaomiMiMo/MiMo-V2.5-ASR")]
    public void Chinese_families_by_generation(string generation, params string[] names) => ShouldBeOf("CN", generation, names);

    [Theory]
    [InlineData("gpt-oss", "openai/gpt-oss-120b", "openai/gpt-oss-20b", "openai/gpt-oss-safeguard-20b")]
    [InlineData("Llama 4", "meta-llama/Llama-4-Maverick-17B-128E-Instruct", "meta-llama/Llama-4-Scout-17B-16E")]
    [InlineData("Llama 3.1", "meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Meta-Llama-3.1-405B-Instruct")]
    [InlineData("Llama 3", "meta-llama/Meta-Llama-3-8B", "meta-llama/Llama-Guard-3-8B")]
    [InlineData("Code Llama", "codellama/CodeLlama-34b-Instruct-hf", "meta-llama/CodeLlama-7b-Instruct-hf")]
    [InlineData("Gemma 3", "google/gemma-3-27b-it", "google/gemma-3-1b-it", "google/embeddinggemma-300m", "google/medgemma-4b-it", "litert-community/Gemma3-1B-IT")]
    [InlineData("Gemma 3n", "google/gemma-3n-E4B-it")]
    [InlineData("Gemma 4", "google/gemma-4-26B-A4B-it", "google/gemma-4-E2B-it-qat-w4a16-ct")]
    [InlineData("T5Gemma", "google/t5gemma-b-b-prefixlm", "google/t5gemma-9b-9b-ul2")]
    [InlineData("BERT", "google-bert/bert-base-uncased", "bert-base-uncased")]
    [InlineData("RoBERTa", "FacebookAI/roberta-base", "roberta-large")]
    [InlineData("XLM-RoBERTa", "FacebookAI/xlm-roberta-base")]
    [InlineData("DistilRoBERTa", "distilbert/distilroberta-base")]
    [InlineData("GPT-2", "openai-community/gpt2-medium", "gpt2-xl")]
    [InlineData("Whisper v3", "openai/whisper-large-v3-turbo")]
    [InlineData("Phi-4", "microsoft/Phi-4-mini-instruct", "microsoft/phi-4")]
    [InlineData("Multilingual E5", "intfloat/multilingual-e5-small")]
    [InlineData("Nemotron 3", "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8")]
    [InlineData("Granite 4", "ibm-granite/granite-4.1-8b", "ibm-granite/granite-speech-4.1-2b-plus", "ibm-granite/granite-guardian-4.1-8b")]
    [InlineData("OLMo 3", "allenai/Olmo-3-7B-Think-DPO", "allenai/OLMo-3.1-32B-Instruct")]
    [InlineData("LFM2.5", "LiquidAI/LFM2.5-VL-1.6B-GGUF")]
    [InlineData("SmolLM2", "HuggingFaceTB/SmolLM2-135M-Instruct")]
    public void American_families_by_generation(string generation, params string[] names) => ShouldBeOf("US", generation, names);

    [Theory]
    [InlineData("FR", "Mistral 7B", "mistralai/Mistral-7B-Instruct-v0.2")]
    [InlineData("FR", "Ministral 3", "mistralai/Ministral-3-8B-Instruct-2512")]
    [InlineData("FR", "Mistral Large 2", "mistralai/Mistral-Large-Instruct-2407")]
    [InlineData("DE", "FLUX.2", "black-forest-labs/FLUX.2-klein-4B")]
    [InlineData("DE", "Jina v3", "jinaai/jina-embeddings-v3")]
    [InlineData("GB", "SDXL", "stabilityai/stable-diffusion-xl-base-1.0")]
    [InlineData("KR", "EXAONE 4", "LGAI-EXAONE/EXAONE-4.0-32B-FP8")]
    [InlineData("KR", "A.X 4.0", "skt/A.X-4.0-Light")]
    [InlineData("IN", "Sarvam-1", "sarvamai/sarvam-1")]
    [InlineData("IN", "Sarvam 2026", "sarvamai/sarvam-105b")]
    [InlineData("AE", "Falcon-H1", "tiiuae/Falcon-H1-0.5B-Base")]
    [InlineData("IL", "LTX-2.3", "Lightricks/LTX-2.3-fp8")]
    [InlineData("CA", "Aya", "CohereLabs/aya-expanse-8b", "CohereForAI/aya-23-8B")]
    [InlineData("JP", "LLM-jp-4", "llm-jp/llm-jp-4-8b-thinking")]
    [InlineData("TH", "Typhoon 2.5", "typhoon-ai/typhoon2.5-qwen3-4b")]
    public void Families_of_the_rest_of_the_world_by_generation(string country, string generation, params string[] names) => ShouldBeOf(country, generation, names);

    [Theory]
    [InlineData("unsloth/Qwen3-8B-GGUF")]
    [InlineData("bartowski/Llama-3.2-3B-Instruct-GGUF")]
    [InlineData("nvidia/Qwen3-8B-NVFP4")]
    [InlineData("litert-community/Qwen3-0.6B")]
    [InlineData("RedHatAI/gemma-3-27b-it-FP8-dynamic")]
    [InlineData("NousResearch/Meta-Llama-3-8B")]
    public void A_family_belongs_to_one_lab_and_no_other_namespace_joins_it_by_name(string name) => Registry.Load().Attribute(name).Family.ShouldBeNull();

    [Fact]
    public void Every_family_belongs_to_a_lab_that_owns_a_namespace_where_its_example_could_lie()
    {
        foreach (var family in Registry.Load().Families)
        {
            var space = Registry.Load().FindLab(family.LabId).ShouldNotBeNull().Namespaces[0];
            Registry.Load().Attribute($"{space.Name}/{family.Example}", space.From ?? space.To).Family.ShouldBe(family);
        }
    }

    private static void ShouldBeOf(string country, string generation, string[] names)
    {
        foreach (var name in names)
        {
            var found = Registry.Load().Attribute(name);
            (name, found.Lab.Country, found.Generation?.Name).ShouldBe((name, country, generation));
        }
    }
}
