using System.Text.RegularExpressions;
using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Labs, families and models by name.</summary>
public sealed partial class SearchQuery(NpgsqlDataSource dataSource, CurrentRegistry registries)
{
    /// <summary>Trigrams in common, 0 to 1: one wrong letter in a short name leaves about half.</summary>
    private const float NearlyTheSame = 0.5f;

    public sealed record Query(string Text, int Top = 20, DateTimeOffset? AsOf = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } =
            [new("q", "Part of a name, 2 to 100 characters."), new("top", "Most answers of a kind, 1 to 50.", Default: "20", Format: "integer"), new("asOf", "Attribution as it was recorded at that time.", Format: "date-time")];

        public static Query Read(QueryReader reader)
        {
            var text = reader.Text("q", 100) ?? "";
            if (text.Length < 2) reader.Fail("q", "has at least two characters.");
            return new Query(text, reader.Number("top", 20, 1, 50), reader.Moment("asOf"));
        }
    }

    public sealed record Response(Meta Meta, IReadOnlyList<FoundLab> Labs, IReadOnlyList<FoundFamily> Families, IReadOnlyList<FoundModel> Models) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["kind", "id", "name", "lab", "country"],
            Labs.Select(lab => (IReadOnlyList<object?>)["lab", lab.Id, lab.Name, lab.Id, lab.Country])
                .Concat(Families.Select(family => (IReadOnlyList<object?>)["family", family.Id, family.Name, family.LabId, family.Country]))
                .Concat(Models.Select(model => (IReadOnlyList<object?>)["model", model.ModelId, model.ModelId, model.Lab, model.Country])));
    }

    public sealed record FoundLab(string Id, string Name, string Country);

    public sealed record FoundFamily(string Id, string Name, string LabId, string Country);

    public sealed record FoundModel(string ModelId, string Lab, string Country, string? Family);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var (registry, _) = await registries.AsOfAsync(query.AsOf, cancellationToken);
        var near = await NearAsync(registry, query.Text, cancellationToken);
        var labs = registry.Labs.Where(lab => Has(lab.Name, query.Text) || Has(lab.Id, query.Text) || lab.Namespaces.Any(ns => Has(ns.Name, query.Text)) || near.Contains(lab.Name))
            .OrderBy(lab => !lab.Name.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase)).ThenBy(lab => lab.Name, StringComparer.Ordinal).Take(query.Top)
            .Select(lab => new FoundLab(lab.Id, lab.Name, lab.Country)).ToArray();
        var families = registry.Families.Where(family => Has(family.Name, query.Text) || Has(family.Id, query.Text) || family.Generations.Any(generation => Has(generation.Name, query.Text)) || near.Contains(family.Name))
            .OrderBy(family => !family.Name.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase)).ThenBy(family => family.Name, StringComparer.Ordinal).Take(query.Top)
            .Select(family => new FoundFamily(family.Id, family.Name, family.LabId, registry.FindLab(family.LabId)?.Country ?? Countries.Unknown)).ToArray();
        var models = await ModelsAsync(query, cancellationToken);
        return new Response(Meta.Listing("search", "names", null, registry.Version is { Length: > 0 } version ? version : null), labs, families, models);
    }

    /// <summary>By beginnings and among popular names; then in any name; then with the words that were probably meant.</summary>
    private async Task<List<FoundModel>> ModelsAsync(Query query, CancellationToken cancellationToken)
    {
        // Words stand in their order, whatever is between them: "llama 3 8b" finds Llama-3.1-8B.
        var pattern = string.Join('%', query.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var models = await FindAsync("search-models.sql", query, pattern, cancellationToken);
        if (models.Count < query.Top && RareParts.AreIn(query.Text))
            models.AddRange((await FindAsync("search-rare.sql", query, pattern, cancellationToken, await RareAsync(pattern, cancellationToken))).Where(rare => !models.Exists(known => known.ModelId == rare.ModelId)).Take(query.Top - models.Count).ToArray());
        if (models.Count > 0) return models;
        foreach (var meant in await MeantAsync(query.Text, cancellationToken))
        {
            models = await FindAsync("search-models.sql", query, meant, cancellationToken);
            if (models.Count > 0) break;
        }

        return models;
    }

    private async Task<List<FoundModel>> FindAsync(string file, Query query, string pattern, CancellationToken cancellationToken, string? rare = null)
    {
        var models = new List<FoundModel>();
        await using var command = dataSource.CreateCommand(Ledger.Read<SearchQuery>(file)).With(("as_of", query.AsOf), ("q", query.Text), ("prefix", pattern.ToLowerInvariant() + "%"), ("pattern", $"%{pattern}%"), ("rare", $"%{rare}%"), ("top", query.Top));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            models.Add(new FoundModel(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return models;
    }

    private async Task<string> RareAsync(string pattern, CancellationToken cancellationToken)
    {
        var shares = new Dictionary<string, float>(StringComparer.Ordinal);
        await using var command = dataSource.CreateCommand(Ledger.Read<SearchQuery>("search-trigrams.sql")).With(("trigrams", RareParts.Trigrams(pattern)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            shares[reader.GetString(0)] = reader.GetFloat(1);
        return RareParts.Of(pattern, shares);
    }

    /// <returns>Patterns of what was probably meant, the likeliest first; none where every word is one that models bear.</returns>
    private async Task<IReadOnlyList<string>> MeantAsync(string text, CancellationToken cancellationToken)
    {
        var words = Separators().Split(text.ToLowerInvariant()).Where(word => word.Length > 0).ToArray();
        var meant = new List<(int Place, string Word)>();
        await using var command = dataSource.CreateCommand(Ledger.Read<SearchQuery>("search-near-words.sql")).With(("words", words));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            meant.Add((reader.GetInt32(0) - 1, reader.GetString(1)));
        var near = meant.ToLookup(found => found.Place, found => found.Word);
        return [.. Enumerable.Range(0, near.Select(place => place.Count()).DefaultIfEmpty().Max())
            .Select(rank => string.Join('%', words.Select((word, place) => near[place].ElementAtOrDefault(rank) ?? near[place].FirstOrDefault() ?? word)))];
    }

    /// <summary>Names of labs and families that nearly have the words; PostgreSQL's trigrams decide, as they do for models.</summary>
    private async Task<HashSet<string>> NearAsync(Registry registry, string text, CancellationToken cancellationToken)
    {
        var names = registry.Labs.Select(lab => lab.Name).Concat(registry.Families.Select(family => family.Name)).ToArray();
        await using var command = dataSource.CreateCommand("select name from unnest(@names) as name where word_similarity(@q, name) >= @least").With(("names", names), ("q", text), ("least", NearlyTheSame));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var near = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            near.Add(reader.GetString(0));
        return near;
    }

    private static bool Has(string name, string text) => name.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>As popular-models.sql takes names apart.</summary>
    [GeneratedRegex("[^a-z0-9.]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Separators();
}
