using System.Globalization;
using System.Text;
using ModelTrends.Data.Tables;

namespace ModelTrends.Attribution.Tagging;

/// <summary>Tags as rows of a registry file, to be merged into the files by a reviewed change.</summary>
public static class TagExport
{
    public static string ToYaml(IEnumerable<NamespaceTag> tags)
    {
        var text = new StringBuilder("# Namespaces tagged by administrators. For a lab that stands in a file already, add namespace and evidence to its row there.\nlabs:\n");
        foreach (var lab in tags.GroupBy(tag => tag.LabId, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var first = lab.First();
            text.Append(CultureInfo.InvariantCulture, $"  - id: {Quote(lab.Key)}\n    name: {Quote(first.LabName)}\n    kind: {first.Kind}\n    country: {Quote(first.Country)}\n");
            text.Append(CultureInfo.InvariantCulture, $"    namespaces: [{string.Join(", ", lab.Select(tag => Quote(tag.Namespace)))}]\n    evidence:\n");
            foreach (var tag in lab)
                text.Append(CultureInfo.InvariantCulture, $"      - {{ url: {Quote(tag.EvidenceUrl)}, note: {Quote(tag.EvidenceNote + " (" + tag.Author + ")")}, checked: {tag.RecordedAt.UtcDateTime:yyyy-MM-dd} }}\n");
        }

        return text.ToString();
    }

    /// <summary>Single quotes keep YAML from reading NO as false or a colon as a mapping; line breaks become spaces.</summary>
    private static string Quote(string text) => $"'{string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Replace("'", "''", StringComparison.Ordinal)}'";
}
