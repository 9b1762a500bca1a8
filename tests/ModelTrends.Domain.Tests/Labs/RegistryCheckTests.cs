using ModelTrends.Domain.Labs;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Labs;

public sealed class RegistryCheckTests
{
    private const string Good = """
        labs:
          - id: one
            name: One
            kind: company
            country: CN
            namespaces: [one-ai]
            evidence:
              - { url: https://huggingface.co/one-ai, note: The namespace's page, checked: no }
        families:
          - id: uno
            name: Uno
            lab: one
            pattern: '^uno'
            example: uno-2
            generations:
              - { name: Uno 2, pattern: '^uno-2', example: uno-2 }
        """;

    [Fact]
    public void A_good_file_is_a_registry() => Check(Good).ShouldBeEmpty();

    [Theory]
    [InlineData("country: CN", "country: XX", "country", 5)]
    [InlineData("country: CN", "country: individual", "country", 5)]
    [InlineData("kind: company", "kind: firm", "kind", 2)]
    [InlineData("id: one", "id: One!", "id", 2)]
    [InlineData("namespaces: [one-ai]", "namespaces: [one-ai, ONE-AI]", "duplicate", 6)]
    [InlineData("namespaces: [one-ai]", "namespaces: [a/b]", "namespaces", 6)]
    [InlineData("namespaces: [one-ai]", "namespaces: [{ name: one-ai, from: 2026-02-30 }]", "date", 6)]
    [InlineData("namespaces: [one-ai]", "namespaces: [{ name: one-ai, from: 2026-02-01, to: 2026-01-01 }]", "period", 6)]
    [InlineData("namespaces: [one-ai]", "namespaces: [{ name: one-ai, to: 2026-02-01 }, { name: one-ai, from: 2026-01-01 }]", "duplicate", 6)]
    [InlineData("https://huggingface.co/one-ai", "huggingface.co/one-ai", "evidence", 8)]
    [InlineData("https://huggingface.co/one-ai", "javascript:alert(1)", "evidence", 8)]
    [InlineData("https://huggingface.co/one-ai", "https://user@localhost/", "evidence", 8)]
    [InlineData("lab: one", "lab: two", "lab", 12)]
    [InlineData("pattern: '^uno'", "pattern: '^nothing'", "matches-nothing", 13)]
    [InlineData("pattern: '^uno-2'", "pattern: '^uno-3'", "matches-nothing", 16)]
    [InlineData("pattern: '^uno-2'", "pattern: '(uno'", "pattern", 16)]
    [InlineData("pattern: '^uno-2'", "pattern: '^(u+n*)+o-2'", "pattern", 16)]
    [InlineData("pattern: '^uno-2'", "pattern: '^(uno){1,9}-2'", "pattern", 16)]
    [InlineData("pattern: '^uno-2'", "pattern: '^(?=uno)uno-2'", "pattern", 16)]
    [InlineData("pattern: '^uno-2'", "pattern: '^(u)no-2\\1'", "pattern", 16)]
    [InlineData("    name: One", "    nmae: One", "key", 3)]
    [InlineData("labs:", "labs: [", "yaml", 2)]
    public void A_broken_rule_is_named_with_file_and_line(string good, string bad, string rule, int line) =>
        Check(Good.Replace(good, bad, StringComparison.Ordinal)).ShouldContain(p => p.Rule == rule && p.Line == line && p.File == "labs/x.yaml");

    [Fact]
    public void Missing_evidence_is_a_problem()
    {
        var text = string.Join('\n', Good.Split('\n').Where(l => !l.Contains("evidence:", StringComparison.Ordinal) && !l.Contains("checked:", StringComparison.Ordinal)));
        Check(text).ShouldContain(p => p.Rule == "evidence" && p.Message.Contains("no evidence", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_labs_may_own_a_namespace_one_after_the_other_but_not_at_once()
    {
        const string After = """
            labs:
              - { id: two, name: Two, kind: company, country: US, namespaces: [{ name: one-ai, from: 2026-01-01 }], evidence: [{ url: https://two.example.com, note: Home, checked: no }] }
            """;
        RegistryFile second = new("labs/y.yaml", After);
        RegistryCheck.Run([new("labs/x.yaml", Good), second]).Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "labs/y.yaml:2: period: namespace 'one-ai' of 'two' also belongs to 'one' (labs/x.yaml:6) at the same time.");
        RegistryCheck.Run([new("labs/x.yaml", Good.Replace("[one-ai]", "[{ name: one-ai, to: 2025-12-31 }]", StringComparison.Ordinal)), second]).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_registry_with_problems_is_none_at_all() =>
        Should.Throw<RegistryException>(() => Registry.Parse([new("labs/x.yaml", Good.Replace("CN", "XX", StringComparison.Ordinal))])).Message.ShouldContain("labs/x.yaml:5: country");

    [Fact]
    public void A_family_that_an_earlier_one_of_the_same_lab_takes_everything_from_matches_nothing()
    {
        var second = Good + """

              - { id: due, name: Due, lab: one, pattern: 'uno-2', example: uno-2-mini }
            """;
        Check(second).ShouldHaveSingleItem().ToString().ShouldBe("labs/x.yaml:17: matches-nothing: family 'due': 'uno-2-mini' is taken by the family 'uno' of the same lab, which stands before.");
    }

    private static IReadOnlyList<RegistryProblem> Check(string text) => RegistryCheck.Run([new RegistryFile("labs/x.yaml", text)]).Problems;
}
