using System.CommandLine;
using System.Globalization;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Commands;
using Npgsql;

namespace ModelTrends.Attribution;

/// <summary><c>labs check FILE</c>: every broken rule with file and line; for a good file, what it would move in the stored data.</summary>
public static class LabsVerb
{
    /// <summary>The first-party namespaces of the whole Hub are some hundred thousand rows.</summary>
    private const int LongestSeconds = 300;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "a registry file (YAML with labs or families)" };
        var check = new Command("check", "Validates a registry file and says what it would change.") { file };
        check.SetAction((parsed, cancellationToken) => CheckAsync(parsed.GetValue(file)!, cancellationToken));
        return new Command("labs", "The registry of labs and families.") { check };
    }

    private static async Task<int> CheckAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            await Console.Error.WriteLineAsync($"ModelTrends: there is no file {file.FullName}.");
            return 1;
        }

        var files = Merge(RegistryFile.Bundled(), file.FullName, await File.ReadAllTextAsync(file.FullName, cancellationToken));
        var (registry, problems) = RegistryCheck.Run(files);
        if (registry is null)
        {
            foreach (var problem in problems) await Console.Error.WriteLineAsync(problem.ToString());
            return 1;
        }

        await Console.Out.WriteLineAsync($"{file.Name} keeps every rule: {registry.Labs.Count} labs, {registry.NamespaceCount} namespaces, {registry.Families.Count} families, version {registry.Version}.");
        foreach (var line in Differences(Registry.Load(), registry)) await Console.Out.WriteLineAsync(line);
        return await Verb.RunAsync((services, token) => ReportAsync(services, files[^1], registry, token), cancellationToken);
    }

    /// <summary>A file of the same path below <c>Registry/</c> takes the place of the one inside the program; any other is added.</summary>
    public static IReadOnlyList<RegistryFile> Merge(IReadOnlyList<RegistryFile> bundled, string path, string text)
    {
        var normal = path.Replace('\\', '/');
        var replaced = bundled.FirstOrDefault(file => normal.EndsWith('/' + file.Path, StringComparison.Ordinal));
        return [.. bundled.Where(file => file != replaced), new RegistryFile(replaced?.Path ?? Path.GetFileName(path), text)];
    }

    public static IEnumerable<string> Differences(Registry before, Registry after)
    {
        var was = Owners(before);
        var now = Owners(after);
        foreach (var name in was.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            var (old, @new) = (was.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (!string.Equals(old, @new, StringComparison.Ordinal)) yield return $"  {name}: {old ?? "unknown"} -> {@new ?? "unknown"}";
        }

        foreach (var family in after.Families.Where(f => before.FindFamily(f.Id) is null)) yield return $"  new family {family.Id} of {family.LabId}";
        foreach (var family in before.Families.Where(f => after.FindFamily(f.Id) is null)) yield return $"  family {family.Id} of {family.LabId} is dropped";
    }

    private static Dictionary<string, string> Owners(Registry registry) => registry.Labs
        .SelectMany(lab => lab.Namespaces.Select(ns => (ns.Name, Owner: $"{lab.Id} ({lab.Country}) {ns.From:yyyy-MM-dd}..{ns.To:yyyy-MM-dd}")))
        .GroupBy(x => x.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => string.Join(", ", g.Select(x => x.Owner).Order(StringComparer.Ordinal)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Rows of the file that no stored model answers to; null where nothing is stored.</summary>
    public static async Task<IReadOnlyList<RegistryProblem>?> UnmatchedAsync(NpgsqlDataSource dataSource, RegistryFile file, Registry registry, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select namespace, substr(name, length(namespace) + 2) from model where namespace = any(@namespaces)
            union all
            select '', '' where exists (select from model)
            """);
        command.CommandTimeout = LongestSeconds;
        command.Parameters.AddWithValue("namespaces", RegistryUse.NamespacesOf(file, registry).Select(name => name.ToLowerInvariant()).ToArray());
        var stored = new List<(string Namespace, string Repository)>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) stored.Add((reader.GetString(0), reader.GetString(1)));
        }

        return stored.Count == 0 ? null : RegistryUse.Unmatched(file, registry, stored.ToLookup(row => row.Namespace, row => row.Repository, StringComparer.OrdinalIgnoreCase));
    }

    private static async Task WarnAsync(IServiceProvider services, RegistryFile file, Registry registry, CancellationToken cancellationToken)
    {
        var unmatched = await UnmatchedAsync(services.GetRequiredService<NpgsqlDataSource>(), file, registry, cancellationToken);
        if (unmatched is null) await Console.Out.WriteLineAsync("No model is stored, so nothing was matched against the file.");
        foreach (var row in unmatched ?? []) await Console.Out.WriteLineAsync($"warning: {row}");
    }

    private static async Task<int> ReportAsync(IServiceProvider services, RegistryFile file, Registry registry, CancellationToken cancellationToken)
    {
        await WarnAsync(services, file, registry, cancellationToken);
        var change = await services.GetRequiredService<LedgerUpdate>().RunAsync(registry, compare: true, keep: false, cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"In the stored data {change.Models:n0} models would get a new answer (nothing was changed)."));
        foreach (var move in change.Moves)
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {move.Lens}: {move.Models:n0} models with {move.Downloads30d:n0} downloads of 30 days move to another lab"));
        foreach (var move in (change.Labs ?? []).Take(20))
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"    {move.Lens}: {move.Before} -> {move.After}: {move.Models:n0} models, {move.Downloads30d:n0} downloads"));
        foreach (var country in change.Countries.Where(c => c.ShareBefore != c.ShareAfter))
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {country.Lens}: {country.Country} {country.ShareBefore:p2} -> {country.ShareAfter:p2}, {country.ModelsBefore:n0} -> {country.ModelsAfter:n0} models"));
        return 0;
    }
}
