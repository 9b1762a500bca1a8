using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ModelTrends.Domain.Trends;

/// <summary>
/// Days on which models really came out, from the reviewed file <c>Registry/releases.yaml</c>. The Hub's creation date is often days early,
/// because repositories are made in private first, and reads 2022-03-02 for everything older.
/// </summary>
public sealed class Releases
{
    private static readonly Lazy<Releases> Bundled = new(() => Parse(ReviewedFile.Read("releases.yaml")));

    private readonly Dictionary<string, DateOnly> _days;

    private Releases(IReadOnlyList<Release> all, string version)
    {
        All = all;
        Version = version;
        _days = all.ToDictionary(release => release.Model, release => release.Day, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Release> All { get; }

    public string Version { get; }

    public static Releases Load() => Bundled.Value;

    public DateOnly? Of(string model) => _days.TryGetValue(model, out var day) ? day : null;

    public static Releases Parse(string text)
    {
        var rows = ReviewedFile.Rows<Row>(text);
        var all = rows.Select(row => new Release(
            ReviewedFile.Required(row.Model, "model"),
            DateOnly.ParseExact(ReviewedFile.Required(row.Released, "released"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            ReviewedFile.Required(row.Evidence, "evidence"),
            row.Note)).ToList();
        return new Releases(all, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]);
    }

    private sealed class Row
    {
        public string? Model { get; set; }
        public string? Released { get; set; }
        public string? Evidence { get; set; }
        public string? Note { get; set; }
    }
}

public sealed record Release(string Model, DateOnly Day, string Evidence, string? Note);

/// <summary>Editorial files inside the program: YAML lists, reviewed by pull request. A missing field stops the program and names itself.</summary>
public static class ReviewedFile
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    public static string Read(string name)
    {
        using var stream = typeof(ReviewedFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no reviewed file {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static IReadOnlyList<T> Rows<T>(string text) => Yaml.Deserialize<List<T>?>(text) ?? [];

    public static string Required(string? value, string field) =>
        string.IsNullOrWhiteSpace(value) ? throw new FormatException($"A row lacks '{field}'.") : value;
}
